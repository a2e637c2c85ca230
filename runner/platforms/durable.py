"""Write so that it stays: one line at the end of a file, or a whole file, there for good when the call returns."""

from __future__ import annotations

import os
from pathlib import Path

from runner.platforms.file_lock import locked


def append_line(path: Path, line: bytes) -> bool:
    """Write one line at the end; False when the file was replaced meanwhile, as git does, so that it is lost."""
    new = not path.exists()
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(path, flags, 0o644)
    try:
        with locked(descriptor):
            _write_line(descriptor, line)
            os.fsync(descriptor)
        if new:
            _flush_folder(path.parent)
        return is_still(path, descriptor)
    finally:
        os.close(descriptor)


def write_file(path: Path, content: bytes) -> None:
    """Write a whole file: whoever reads it, also after a crash, finds what was there before or all of this."""
    part = path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _flush_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def is_still(path: Path, descriptor: int) -> bool:
    """Tell whether a path leads to this open file."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _write_line(descriptor: int, line: bytes) -> None:
    # A line that a killed writer left without an end must not swallow this one.
    size = os.lseek(descriptor, 0, os.SEEK_END)
    if size:
        os.lseek(descriptor, size - 1, os.SEEK_SET)
        if os.read(descriptor, 1) != b"\n":
            line = b"\n" + line
    written = os.write(descriptor, line)
    if written < len(line):  # the disk is all but full; the rest raises the error that says so
        os.write(descriptor, line[written:])


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
