"""A read-only query on the SQLite file in a server's data folder; nothing in that folder changes."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from runner.server.data_folder import files_of
from runner.words import say

SQLITE_MAGIC = b"SQLite format 3\x00"
SUFFIXES = frozenset({".db", ".sqlite", ".sqlite3"})

MOST_ROWS = 10_000
MOST_RESULT_BYTES = 16 * 1024 * 1024
QUERY_SECONDS = 5.0
_STEPS_BETWEEN_LOOKS = 10_000


def query(folder: Path, statement: str, name: str = "") -> list[list[Any]]:
    """Run a read-only query on the folder's SQLite file; ValueError says what is wrong."""
    path = _database(folder, name)
    try:
        return _answer(path, statement, "ro")
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_READONLY_ROLLBACK:
            raise _refusal(path, error) from error
    # Its program was killed in mid-write, and what it left half done must be rolled back: in a copy, not in its folder.
    with tempfile.TemporaryDirectory(prefix="kata-sql-") as copies:
        try:
            return _answer(_copied(path, Path(copies)), statement, "rw")
        except (sqlite3.Error, OSError) as error:
            raise _refusal(path, error) from error


def _refusal(path: Path, error: Exception) -> ValueError:
    is_late = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
    if is_late:
        return ValueError(say("server.query-too-long", name=path.name, seconds=QUERY_SECONDS))
    return ValueError(say("server.query-failed", name=path.name, error=error))


def _answer(path: Path, statement: str, mode: str) -> list[list[Any]]:
    with reading(path, QUERY_SECONDS, mode) as connection:
        return _rows(connection, statement)


@contextmanager
def reading(path: Path, seconds: float, mode: str = "ro") -> Iterator[sqlite3.Connection]:
    """Open a SQLite file for reading, within bounds of time and size; bad UTF-8 is replaced."""
    deadline = time.monotonic() + seconds
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=seconds / 2)
    try:
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_LOOKS)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_RESULT_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.execute("PRAGMA query_only = 1")
        yield connection
    finally:
        connection.close()


def _copied(path: Path, to: Path) -> Path:
    for suffix in ("", "-journal", "-wal"):
        part = path.with_name(path.name + suffix)
        if part.is_file() and not part.is_symlink():
            shutil.copyfile(part, to / part.name)
    return to / path.name


def _rows(connection: sqlite3.Connection, statement: str) -> list[list[Any]]:
    rows: list[list[Any]] = []
    budget = MOST_RESULT_BYTES
    for row in connection.execute(statement):
        rows.append(list(row))
        budget -= sum(len(cell) if isinstance(cell, str | bytes) else 8 for cell in row)
        if len(rows) > MOST_ROWS or budget < 0:
            msg = say("server.too-many-rows", rows=MOST_ROWS, megabytes=MOST_RESULT_BYTES // 1024**2)
            raise ValueError(msg)
    return rows


def _database(folder: Path, name: str) -> Path:
    found = sorted(path for path, _ in files_of(folder) if _is_wanted(path, folder, name))
    if len(found) == 1:
        return found[0]
    if not found:
        msg = say("server.no-such-file", name=name) if name else say("server.no-database")
        raise ValueError(msg)
    names = ", ".join(path.relative_to(folder).as_posix() for path in found[:5])
    msg = say("server.which-database", count=len(found), names=names)
    raise ValueError(msg)


def _is_wanted(path: Path, folder: Path, name: str) -> bool:
    if name:
        return path.relative_to(folder).match(name)
    return path.suffix.lower() in SUFFIXES or is_database(path)


def is_database(path: Path) -> bool:
    """Tell whether a file begins as SQLite files do."""
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC
    except OSError:
        return False
