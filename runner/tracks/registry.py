"""All tracks by name, and which of them a folder's program belongs to."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from pathlib import Path

from runner.model import Track
from runner.tracks import django, express, fastapi, flask, go, java, laravel, node, php, python, spring
from runner.tracks.interpreter import python_for, require_libraries, require_tools

__all__ = [
    "FRAMEWORKS",
    "TRACKS",
    "default_stub",
    "detect",
    "environment_of",
    "libraries_stub",
    "patience_with",
    "python_for",
    "require_libraries",
    "require_tools",
    "stub_folder",
]

TRACKS: Mapping[str, Track] = {
    track.slug: track
    for track in (
        python.TRACK,
        flask.TRACK,
        fastapi.TRACK,
        django.TRACK,
        node.TRACK,
        express.TRACK,
        java.TRACK,
        spring.TRACK,
        php.TRACK,
        laravel.TRACK,
        go.TRACK,
    )
}
DEFAULT = "python"
FRAMEWORKS = frozenset(track.slug for track in TRACKS.values() if track.base)

_STUBS = Path(__file__).parent / "stubs"
_LIBRARIES = Path(__file__).parent / "libraries"
_LARGEST_ENTRY = 1024 * 1024


def detect(folder: Path, prefer: str = "") -> Track | None:
    """Return the track of the program in a folder: the preferred one when its entry file is there, else by the text."""
    preferred = TRACKS.get(prefer)
    if preferred is not None and (folder / preferred.entry).is_file():
        return preferred
    present = [track for track in TRACKS.values() if (folder / track.entry).is_file()]
    marked = [track for track in present if track.marks and _has_mark(folder / track.entry, track)]
    plain = [track for track in present if not track.marks]
    return next(iter([*marked, *plain]), None)


def stub_folder(slug: str) -> Path:
    """Return the track's own unfinished program: it starts, listens, and answers 501 to everything."""
    return _STUBS / slug


default_stub = stub_folder


def libraries_stub(slug: str) -> Path:
    """Return a program of a track that uses the libraries which its learners use."""
    return _LIBRARIES / slug


def environment_of(slug: str) -> tuple[tuple[str, str], ...]:
    """Return the variables that programs of a track are started with."""
    return TRACKS[slug].env if slug in TRACKS else ()


def patience_with(slug: str) -> float:
    """Return how many seconds programs of a track may take to listen, whatever the kata says; 0: what the kata says."""
    return TRACKS[slug].patience if slug in TRACKS else 0.0


def _has_mark(entry: Path, track: Track) -> bool:
    text = ""
    with contextlib.suppress(OSError), entry.open("rb") as file:
        text = file.read(_LARGEST_ENTRY).decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines()]
    marks = [re.compile(mark) for mark in track.marks]
    return any(mark.match(line) for line in lines for mark in marks)
