"""A server's data folder at one moment: the rows of its SQLite files, and the other files by size and text."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from runner.server.data_folder import files_of
from runner.server.database import is_database
from runner.tracing.rows import Tables, read_tables
from runner.words import say

MOST_FILES = 200
MOST_DATABASES = 5
LARGEST_READ = 64 * 1024
# What SQLite keeps beside a database is part of it.
BESIDE = ("-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file that is no database; the content of a small one is kept."""

    size: int
    changed_ns: int
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What KATA_DATA held; `not_recorded` says why that is not known."""

    databases: Mapping[str, Tables] = field(default_factory=dict)
    files: Mapping[str, PlainFile] = field(default_factory=dict)
    not_recorded: str = ""
    remarks: tuple[str, ...] = ()


def take_snapshot(folder: Path) -> Snapshot:
    """Return what a data folder holds now; never raises for what a program may do to its own files."""
    try:
        return _snapshot(folder)
    except (OSError, ValueError, sqlite3.Error) as error:
        return Snapshot(not_recorded=_reason(error))


def _snapshot(folder: Path) -> Snapshot:
    databases: dict[str, Tables] = {}
    files: dict[str, PlainFile] = {}
    remarks: list[str] = []
    for path, size in sorted(files_of(folder)):
        name = path.relative_to(folder).as_posix()
        if name.endswith(BESIDE):
            continue
        if size and is_database(path):
            if len(databases) < MOST_DATABASES:
                databases[name] = read_tables(path)
                remarks += databases[name].remarks
        elif len(files) < MOST_FILES:
            files[name] = _plain_file(path)
        else:
            remarks.append(say("tracing.some-files", most=MOST_FILES))
            break
    return Snapshot(databases, files, remarks=tuple(remarks))


def _plain_file(path: Path) -> PlainFile:
    found = path.stat()
    if found.st_size > LARGEST_READ:
        return PlainFile(found.st_size, found.st_mtime_ns)
    with path.open("rb") as file:
        return PlainFile(found.st_size, found.st_mtime_ns, file.read(LARGEST_READ))


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{Path(error.filename or '').name or 'a file'}: {error.strerror}"
    return str(error)
