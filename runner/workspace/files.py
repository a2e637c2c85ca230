"""Writing into the learner's folder: whole files or none, never over another, and every refusal in plain words."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from runner.errors import WorkspaceError
from runner.words import say

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextlib.contextmanager
def told(path: Path, what: str) -> Iterator[None]:
    """Turn an error of the file system into one that says what could not be done, where, and how to go on."""
    try:
        yield
    except OSError as error:
        reason, fix = _reason_and_fix(error)
        place = error.filename if isinstance(error.filename, str) else str(path)
        raise WorkspaceError(f"{what}: {reason}", where=place, fix=fix) from error


def _reason_and_fix(error: OSError) -> tuple[str, str]:
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return say("workspace.refused.permission.what"), say("workspace.refused.permission.fix")
    if isinstance(error, FileExistsError | NotADirectoryError | IsADirectoryError):
        return say("workspace.refused.in-the-way.what"), say("workspace.refused.in-the-way.fix")
    if error.errno in _FULL:
        return say("workspace.refused.full.what"), say("workspace.refused.full.fix")
    if error.errno == errno.ENAMETOOLONG:
        return say("workspace.refused.long-path.what"), say("workspace.refused.long-path.fix")
    return (error.strerror or str(error)).lower(), say("workspace.refused.fix")


def replace_file(path: Path, content: bytes) -> None:
    """Write a file of ours as a whole: a reader sees the old content or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary_beside(path)
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def create_file(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a new file as a whole; FileExistsError when there is one, even one that came this very moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary_beside(path)
    try:
        temporary.write_bytes(content)
        temporary.chmod(mode)
        _move_to_free_name(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _move_to_free_name(temporary: Path, path: Path) -> None:
    if os.name == "nt":  # there a rename refuses to replace
        temporary.rename(path)
        return
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with path.open("xb") as file:
            file.write(temporary.read_bytes())
        path.chmod(temporary.stat().st_mode & 0o777)


def _temporary_beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}.part")
