"""A look into a server's data folder: its files, and the bytes in them. Links are never followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from runner.words import say

MOST_FILES = 10_000
MOST_BYTES = 512 * 1024 * 1024
_CHUNK = 1024 * 1024


def files_of(folder: Path) -> Iterator[tuple[Path, int]]:
    """Yield every plain file under a folder with its size; ValueError when there are too many."""
    for count, entry in enumerate(_entries(folder)):
        if count >= MOST_FILES:
            msg = say("server.too-many-files", most=MOST_FILES)
            raise ValueError(msg)
        try:
            yield Path(entry.path), entry.stat(follow_symlinks=False).st_size
        except FileNotFoundError:
            continue  # a running server may take its files away at any time


def state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what differs when any file of a folder has changed: its path, its size, when it was last written."""
    return tuple(sorted(_states(folder)))


def search(folder: Path, needle: bytes) -> tuple[str, ...]:
    """Return the files that hold these bytes, by their path within the folder; links are not followed."""
    if not needle:
        msg = say("server.empty-search")
        raise ValueError(msg)
    budget = MOST_BYTES
    found = []
    for path, size in files_of(folder):
        budget -= size
        if budget < 0:
            msg = say("server.too-much-data", most=MOST_BYTES // 1024**2)
            raise ValueError(msg)
        if _holds(path, needle):
            found.append(path.relative_to(folder).as_posix())
    return tuple(sorted(found))


def _states(folder: Path) -> Iterator[tuple[str, int, int]]:
    for path, size in files_of(folder):
        try:
            yield str(path), size, path.lstat().st_mtime_ns
        except FileNotFoundError:
            continue


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    waiting = [folder]
    while waiting:
        for entry in _listed(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                yield entry


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unreadable(folder, error) from error


def _holds(path: Path, needle: bytes) -> bool:
    kept = b""
    try:
        with path.open("rb") as file:
            # Not without end: a running server may go on writing.
            for _ in range(MOST_BYTES // _CHUNK):
                piece = file.read(_CHUNK)
                window = kept + piece
                if needle in window or not piece:
                    return needle in window
                # The end of one piece is kept, so that bytes across its edge are found.
                kept = window[max(0, len(window) - len(needle) + 1) :]
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unreadable(path, error) from error
    return False


def _unreadable(path: Path, error: OSError) -> ValueError:
    # Not passed over: what may not be seen is no proof that nothing is there.
    return ValueError(say("server.data-unreadable", name=path.name, reason=error.strerror))
