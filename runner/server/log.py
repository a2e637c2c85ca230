"""A server's output: one file, read in bounded pieces and shown as text."""

from __future__ import annotations

import contextlib
from pathlib import Path

from runner.words import say

TAIL_BYTES = 64 * 1024
READ_BYTES = 1024 * 1024
_LONGEST_LINE = 4096


def size_of(log: Path) -> int:
    """Return how many bytes were printed so far."""
    try:
        return log.stat().st_size
    except OSError:
        return 0


def read_since(log: Path, since: int, most: int = READ_BYTES) -> str:
    """Return what was printed after that many bytes; the middle of very much is left out, and says so."""
    return _read_between(log, since, size_of(log), most)


def read_on(log: Path, since: int) -> tuple[str, int]:
    """Return what was printed after that many bytes, and how many were printed until then: where to go on."""
    size = size_of(log)
    return _read_between(log, since, size, READ_BYTES), size


def tail_of(log: Path, since: int = 0, most: int = TAIL_BYTES) -> str:
    """Return the last part of what was printed after that many bytes."""
    size = size_of(log)
    start = max(0, since, size - most)
    return _read(log, start, size - start)


def cut(log: Path, limit: int) -> None:
    """Shorten a log to so many bytes, or a little less: where a line ends."""
    if size_of(log) <= limit:
        return
    start = max(0, limit - _LONGEST_LINE)
    with contextlib.suppress(OSError), log.open("r+b") as file:
        file.seek(start)
        line_end = file.read(limit - start).rfind(b"\n")
        file.truncate(limit if line_end < 0 else start + line_end + 1)


def _read_between(log: Path, since: int, size: int, most: int) -> str:
    since = max(0, min(since, size))
    if size - since <= most:
        return _read(log, since, size - since)
    left_out = size - since - most
    head, tail = _read(log, since, most // 2), _read(log, size - most // 2, most // 2)
    return say("server.log-left-out", head=head, left_out=left_out, tail=tail)


def _read(log: Path, start: int, count: int) -> str:
    try:
        with log.open("rb") as file:
            file.seek(start)
            return file.read(count).decode("utf-8", "replace")
    except OSError:
        return ""
