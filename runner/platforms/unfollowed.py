"""Look into a folder of somebody else's without following a single link: by open folders where the system has them."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_NEW = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
# A fifo must not make the one who opens it wait for its other end.
_READ = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_BY_NUMBER = os.open in os.supports_dir_fd and os.scandir in os.supports_fd


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that is open: whatever its path comes to mean meanwhile, this one is looked into."""

    path: Path
    number: int = -1  # of the open file; -1 where folders cannot be opened

    def entries(self, most: int | None = None) -> list[os.DirEntry[str]]:
        """Return what lies in it by name, at most so many."""
        with os.scandir(self.number if self.number >= 0 else self.path) as found:
            return sorted(itertools.islice(found, most), key=lambda entry: os.fsencode(entry.name))

    def open_file(self, name: str) -> int:
        """Open a file for reading; OSError for a link. What kind of file it is has to be looked at then."""
        if self.number >= 0:
            return os.open(name, _READ, dir_fd=self.number)
        return os.open(self.path / name, _READ)

    @contextlib.contextmanager
    def open_folder(self, name: str) -> Iterator[Folder]:
        """Open a folder in it; OSError for a link."""
        with _opened(self.path / name, name, self.number) as folder:
            yield folder


def new_file(path: Path, mode: int = 0o644) -> IO[bytes]:
    """Make a file and open it for writing; OSError when anything of that name is there, a link too."""
    return os.fdopen(os.open(path, _NEW, mode), "wb")


@contextlib.contextmanager
def open_folder(path: Path) -> Iterator[Folder]:
    """Open a folder; its own name is followed when it is a link, nothing beneath it is."""
    with _opened(path.resolve(), os.fspath(path.resolve()), -1) as folder:
        yield folder


@contextlib.contextmanager
def _opened(path: Path, name: str, within: int) -> Iterator[Folder]:
    if not _BY_NUMBER:
        yield Folder(path)
        return
    flags = _READ | getattr(os, "O_DIRECTORY", 0)
    number = os.open(name, flags, dir_fd=within) if within >= 0 else os.open(name, flags)
    try:
        yield Folder(path, number)
    finally:
        os.close(number)
