"""A folder as one piece of bytes, for a journey through a pipe: plain files only, within bounds, no link followed."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import tarfile
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from runner.errors import WorkspaceError

MOST_FILES = 2000
MOST_BYTES = 50 * 1024 * 1024
LEFT_OUT = frozenset({".git", ".venv", "__pycache__", ".kata"})
_DEEPEST = 40
# Where the system lacks one of these (Windows), nothing is ever packed for a sandbox.
_READ_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_READ_FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def packed(folder: Path, left_out: Collection[str] = LEFT_OUT) -> bytes:
    """Return the plain files of a folder; links and special files are passed over. WorkspaceError: it is too big."""
    buffer = io.BytesIO()
    budget = _Budget(folder)
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as parcel:
        root = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            for name, number in _entries(root, PurePosixPath(), left_out):
                _add(parcel, name, number, budget)
        finally:
            os.close(root)
    return buffer.getvalue()


def unpacked(parcel: bytes, folder: Path) -> None:
    """Write a folder's files; the parcel is one of ours, and holds nothing but plain files and folders."""
    with tarfile.open(fileobj=io.BytesIO(parcel)) as entries:
        for entry in entries:
            path = folder / entry.name
            path.parent.mkdir(parents=True, exist_ok=True)
            content = entries.extractfile(entry)
            if content is None:
                path.mkdir(exist_ok=True)
            else:
                path.write_bytes(content.read())
                path.chmod(entry.mode)


class _Budget:
    """Counts while it is copied: what a folder says of its size before may change."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = 0
        self._bytes = 0

    def spend(self, size: int) -> None:
        """Count one more file; WorkspaceError when that is too much."""
        self._files += 1
        self._bytes += size
        if self._files > MOST_FILES or self._bytes > MOST_BYTES:
            what = f"this folder is too big to be graded: more than {MOST_FILES} files or {MOST_BYTES // 1024**2} MB"
            raise WorkspaceError(what, where=str(self._folder), fix="Leave out what the program does not need.")


def _entries(folder: int, within: PurePosixPath, left_out: Collection[str]) -> Iterator[tuple[PurePosixPath, int]]:
    """Yield each folder and plain file, open; by descriptor, so that none can be swapped for a link meanwhile."""
    with os.scandir(folder) as entries:
        names = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    for name, is_folder in names:
        if is_folder and (name in left_out or len(within.parts) >= _DEEPEST):
            continue
        with contextlib.suppress(OSError), _opened(name, folder, is_folder=is_folder) as number:
            if is_folder:
                yield within / name, number
                yield from _entries(number, within / name, left_out)
            elif stat.S_ISREG(os.fstat(number).st_mode):
                yield within / name, number


@contextlib.contextmanager
def _opened(name: str, folder: int, *, is_folder: bool) -> Iterator[int]:
    number = os.open(name, _READ_FOLDER if is_folder else _READ_FILE, dir_fd=folder)
    try:
        yield number
    finally:
        os.close(number)


def _add(parcel: tarfile.TarFile, name: PurePosixPath, number: int, budget: _Budget) -> None:
    known = os.fstat(number)
    is_folder = stat.S_ISDIR(known.st_mode)
    budget.spend(0 if is_folder else known.st_size)
    entry = tarfile.TarInfo(str(name))
    if is_folder:
        entry.type = tarfile.DIRTYPE
        parcel.addfile(entry)
        return
    entry.mode = 0o755 if known.st_mode & stat.S_IXUSR else 0o644
    entry.mtime = int(known.st_mtime)
    with os.fdopen(os.dup(number), "rb") as file:
        content = file.read(known.st_size)  # never more: a file that grows while it is read would have no end
    entry.size = len(content)
    parcel.addfile(entry, io.BytesIO(content))
