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
from runner.platforms.unfollowed import Folder, open_folder

MOST_FILES = 2000
MOST_BYTES = 50 * 1024 * 1024
LEFT_OUT = frozenset({".git", ".venv", "__pycache__", ".kata"})
_DEEPEST = 40


def packed(folder: Path, left_out: Collection[str] = LEFT_OUT) -> bytes:
    """Return the plain files of a folder; links and special files are passed over. WorkspaceError: it is too big."""
    buffer = io.BytesIO()
    budget = _Budget(folder)
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as parcel, open_folder(folder) as root:
        for name, number in _entries(root, PurePosixPath(), left_out):
            _add(parcel, name, number, budget)
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


def _entries(
    folder: Folder, within: PurePosixPath, left_out: Collection[str]
) -> Iterator[tuple[PurePosixPath, int | None]]:
    """Yield each folder, and each plain file, open; so that none can be swapped for a link meanwhile."""
    for entry in folder.entries():
        place = within / entry.name
        with contextlib.suppress(OSError):
            if entry.is_file(follow_symlinks=False):
                yield from _plain_file(folder, place)
            elif entry.is_dir(follow_symlinks=False) and entry.name not in left_out and len(place.parts) <= _DEEPEST:
                with folder.open_folder(entry.name) as inner:
                    yield place, None
                    yield from _entries(inner, place, left_out)


def _plain_file(folder: Folder, place: PurePosixPath) -> Iterator[tuple[PurePosixPath, int]]:
    with _opened(folder.open_file(place.name)) as number:
        if stat.S_ISREG(os.fstat(number).st_mode):
            yield place, number


@contextlib.contextmanager
def _opened(number: int) -> Iterator[int]:
    try:
        yield number
    finally:
        os.close(number)


def _add(parcel: tarfile.TarFile, name: PurePosixPath, number: int | None, budget: _Budget) -> None:
    entry = tarfile.TarInfo(str(name))
    if number is None:
        budget.spend(0)
        entry.type = tarfile.DIRTYPE
        parcel.addfile(entry)
        return
    known = os.fstat(number)
    budget.spend(known.st_size)
    entry.mode = 0o755 if known.st_mode & stat.S_IXUSR else 0o644
    entry.mtime = int(known.st_mtime)
    with os.fdopen(os.dup(number), "rb") as file:
        content = file.read(known.st_size)  # never more: a file that grows while it is read would have no end
    entry.size = len(content)
    parcel.addfile(entry, io.BytesIO(content))
