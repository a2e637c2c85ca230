"""The libraries that submissions may use in a cell: where they lie here, and what is made before the first one."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from runner.app.place import Place
from runner.model import Libraries, Track
from runner.tracks.registry import TRACKS, libraries_stub
from runner.words import say

_CACHE = "${CACHE}"
_SECONDS = 900.0
_turn = threading.Lock()
_tried: set[Path] = set()


def library_sources(place: Place) -> dict[str, Path]:
    """Return where the libraries lie here that a cell shows, by the place where it does."""
    found = {each.place: _folder(each, place) for each in _all()}
    return {shown: folder for shown, folder in found.items() if folder is not None}


def library_environment(shown: Mapping[str, Path]) -> dict[str, str]:
    """Return by which variables programs in a cell find the libraries that it shows."""
    return {name: value for each in _all() if each.place in shown for name, value in each.env}


def make_libraries(track: Track, place: Place, tell: Callable[[str], None]) -> None:
    """Make what the submissions of a track would else have to make each for itself; what fails, they make."""
    wanted = [(each, folder) for each in track.libraries if each.made_by and (folder := _folder(each, place))]
    with _turn:
        for each, folder in wanted:
            # What was made by the tools that are here now stays; what failed is tried again by the next grading.
            mark = folder / f".made-{_tools(each)}"
            if mark not in _tried and not mark.exists():
                _tried.add(mark)
                tell(say("app.grade.compiled-once", title=track.title))
                _make(each, track.slug, folder, mark)


def _make(libraries: Libraries, slug: str, folder: Path, mark: Path) -> None:
    # As in a cell, but for the place.
    named = {name: str(folder) if value == libraries.place else value for name, value in libraries.env}
    environment = {**os.environ, **named}
    # A full disk, for example: then each submission makes it for itself.
    with suppress(OSError), tempfile.TemporaryDirectory(prefix="kata-libraries-") as name:
        shutil.copytree(libraries_stub(slug), name, dirs_exist_ok=True)
        if all(_is_done(command, name, environment) for command in libraries.made_by):
            mark.touch()


def _is_done(command: tuple[str, ...], folder: str, environment: Mapping[str, str]) -> bool:
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _tools(libraries: Libraries) -> str:
    """Return what changes when a tool or its settings do: a new compiler takes nothing that an older one made."""
    found = [Path(shutil.which(command[0]) or command[0]).resolve() for command in libraries.made_by]
    parts = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in found if path.is_file()]
    parts += [f"{name}={value}" for name, value in libraries.env]
    return hashlib.sha256(" ".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _all() -> Iterator[Libraries]:
    for track in TRACKS.values():
        if all(shutil.which(tool.name) for tool in track.needs):
            yield from track.libraries


def _folder(libraries: Libraries, place: Place) -> Path | None:
    named = os.environ.get(libraries.named_by, "") if libraries.named_by else ""
    kept = named or libraries.kept
    if kept.startswith(_CACHE):
        return _own(place, kept.removeprefix(_CACHE).strip("/"))
    path = Path(kept).expanduser()
    if path.is_absolute():
        return path if path.is_dir() else None
    # Never through a link: the folder from which kata is called may be one that somebody handed in.
    around = (parent / path for start in (place.folder, place.pack) for parent in (start, *start.parents))
    return next((found for found in around if found.is_dir() and not found.is_symlink()), None)


def _own(place: Place, name: str) -> Path | None:
    if place.cache is None:
        return None
    folder = place.cache / "libraries" / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder
