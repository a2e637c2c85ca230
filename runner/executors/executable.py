"""Whether a command can be executed at all, as a start without a sandbox would find out."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

_LONGEST_FIRST_LINE = 256


def require_executable(command: tuple[str, ...], folder: Path, search: str) -> None:
    """Raise the OSError that executing this command in this folder would end with."""
    name = command[0]
    if "\0" in "".join(command):
        msg = "embedded null byte"
        raise ValueError(msg)
    found = str(folder / name) if "/" in name else shutil.which(name, path=search)
    if found is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
    _require_program(Path(found), folder)


def _require_program(path: Path, folder: Path) -> None:
    if not path.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    if path.is_dir() or not os.access(path, os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    with path.open("rb") as file:
        first = file.readline(_LONGEST_FIRST_LINE)
    if first.startswith(b"#!"):
        words = first[2:].rstrip(b"\n").split(maxsplit=1)
        interpreter = folder / os.fsdecode(words[0]) if words else None
        if interpreter is None or not interpreter.exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    elif not first.startswith(b"\x7fELF"):
        raise OSError(errno.ENOEXEC, os.strerror(errno.ENOEXEC), str(path))
