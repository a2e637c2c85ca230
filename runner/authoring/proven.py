"""Remember what was proven, so that an unchanged kata is not proven again."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import sys
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from runner import fingerprints
from runner.authoring.record import Record, record_from_data, record_to_data
from runner.exchanges.load import load_checks
from runner.fingerprints import runner_digest
from runner.json_cache import read_cache, write_cache
from runner.model import Check, Kata
from runner.tracks.registry import TRACKS

# Not part of what a proof rests on.
_PASSED_OVER: Final = frozenset(
    {"__pycache__", ".venv", "node_modules", "mutants.json", "repeats.json", "README.md", "NOTES.md"}
)
# What our own programs stand on: a new version of it may show what the old one hid.
_LIBRARIES: Final = ("flask", "werkzeug", "fastapi", "starlette", "uvicorn", "pydantic", "django", "pytest", "httpx")


def proof_key(kata: Kata, repeat: int, conditions: str = "") -> str:
    """Return what a proof rests on, as a digest: the kata, its solutions, the runner, the machine, how often."""
    parts = [folder_digest(kata.folder), folder_digest(kata.solutions), runner_digest(), _machine()]
    return hashlib.sha256("/".join([*parts, str(repeat), conditions]).encode()).hexdigest()


def proven_before(cache_folder: Path | None, kata: Kata, key: str) -> Record | None:
    """Return the proof that was kept under this key."""
    kept = None if cache_folder is None else read_cache(_file(cache_folder, kata), key)
    record = record_from_data(kept) if isinstance(kept, dict) else None
    return replace(record, before=True) if record is not None and record.holds else None


def remember(cache_folder: Path | None, kata: Kata, key: str, record: Record) -> None:
    """Keep a proof that holds."""
    if cache_folder is not None and record.holds:
        write_cache(_file(cache_folder, kata), key, record_to_data(record))


def folder_digest(folder: Path, passed_over: Collection[str] = ()) -> str:
    """Return the SHA-256 of the programs and checks of a folder, names and contents."""
    return fingerprints.folder_digest(folder, _PASSED_OVER.union(passed_over))


def suite_digest(kata: Kata, checks: Sequence[Check] | None = None) -> str:
    """Return what changes when a suite asks something else, not with its words and points; it is read unless given."""
    asked = [
        (
            *(check.id, check.visibility, check.depends_on, check.deadline),
            *(check.server, check.data, check.env, check.steps, check.python),
        )
        for check in (load_checks(kata.checks_file) if checks is None else checks)
    ]
    files = folder_digest(kata.suite_folder, {kata.checks_file.name})
    return hashlib.sha256(f"{json.dumps(asked, default=str)} {files}".encode()).hexdigest()


@cache
def _machine() -> str:
    tools = {tool.name for track in TRACKS.values() for tool in track.needs}
    found = (f"{name} {shutil.which(name)}" for name in sorted(tools))
    libraries = (f"{name} {_version(name)}" for name in _LIBRARIES)
    return " ".join([platform.platform(), sys.version, *libraries, *found])


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"


def _file(cache_folder: Path, kata: Kata) -> Path:
    place = hashlib.sha256(str(kata.folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return cache_folder / "proofs" / f"{kata.slug}-{place}.json"
