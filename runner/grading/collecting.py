"""Copy a submission into a folder of ours: regular files only, no link followed, nothing without a limit.

What is read was made by somebody who may want to harm: every size is counted while it is copied, never believed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from runner.errors import MachineError, WorkspaceError
from runner.platforms.unfollowed import Folder, new_file, open_folder
from runner.sanitise import single_line
from runner.workspace.submitting import MOST_BYTES, MOST_FILES, NOT_DIGESTED

MOST_ENTRIES = 5 * MOST_FILES  # folders and what is left out have their limit, too
MOST_DEPTH = 40
MOST_NAMED = 10
CHUNK = 1024 * 1024

KINDS = (
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)


@dataclass(frozen=True, slots=True)
class Collected:
    """What was copied, and what was not: each as a line for a person."""

    files: int = 0
    size: int = 0
    left_out: tuple[str, ...] = ()


@dataclass(slots=True)
class _Count:
    files: int = 0
    size: int = 0
    entries: int = 0
    left_out: list[str] = field(default_factory=list)


def collect(source: Path, target: Path) -> Collected:
    """Copy the regular files of a folder into an empty folder; WorkspaceError when it cannot be taken as it is."""
    count = _Count()
    with _reading(source, source), open_folder(source) as folder:
        _copy_folder(folder, target, Path(), count)
    if not count.files:
        raise WorkspaceError("the folder is empty", where=_shown(source), fix="See that the work was handed in whole.")
    return Collected(count.files, count.size, tuple(count.left_out))


def collect_file(source: Path, target: Path, most: int) -> bool:
    """Copy one regular file of a folder when it is there; False when there is none."""
    with _reading(source, source.parent), open_folder(source.parent) as folder:
        try:
            number = folder.open_file(source.name)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _not_a_file(source) from error
        with os.fdopen(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _not_a_file(source)
            target.write_bytes(file.read(most + 1))
    return True


def kind_of(mode: int) -> str:
    """Return in words what kind of file a mode stands for; empty for a regular file or a folder."""
    return next((words for is_kind, words in KINDS if is_kind(mode)), "")


def _copy_folder(folder: Folder, target: Path, inside: Path, count: _Count) -> None:
    if len(inside.parts) > MOST_DEPTH:
        raise _too_big(f"its folders lie more than {MOST_DEPTH} deep", folder.path)
    for entry in folder.entries(MOST_ENTRIES + 1):
        count.entries += 1
        if count.entries > MOST_ENTRIES:
            raise _too_big(f"it holds more than {MOST_ENTRIES} entries", folder.path)
        name = inside / entry.name
        if entry.name in NOT_DIGESTED:
            continue
        with _reading(folder.path / entry.name, folder.path):
            mode = entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                _make_folder(target / name)
                with folder.open_folder(entry.name) as inner:
                    _copy_folder(inner, target, name, count)
            elif stat.S_ISREG(mode):
                _copy_file(folder, entry.name, target / name, count)
            else:
                _leave_out(name, mode, count)


def _copy_file(folder: Folder, name: str, target: Path, count: _Count) -> None:
    count.files += 1
    if count.files > MOST_FILES:
        raise _too_big(f"it holds more than {MOST_FILES} files", folder.path)
    with os.fdopen(folder.open_file(name), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):  # changed under our hands
            raise _not_a_file(folder.path / name)
        if count.size + found.st_size > MOST_BYTES:
            raise _too_big(f"it holds more than {MOST_BYTES // 1024**2} MB", folder.path / name)
        # Of the mode only this: whether it may be executed. No setuid, no capabilities, never writable by others.
        mode = 0o755 if found.st_mode & stat.S_IXUSR else 0o644
        with _writing(target):
            copy = new_file(target, mode)
        with copy:
            while chunk := file.read(CHUNK):
                count.size += len(chunk)
                if count.size > MOST_BYTES:
                    raise _too_big(f"it holds more than {MOST_BYTES // 1024**2} MB", folder.path / name)
                with _writing(target):
                    copy.write(chunk)
                    copy.flush()


def _leave_out(name: Path, mode: int, count: _Count) -> None:
    if len(count.left_out) < MOST_NAMED:
        count.left_out.append(f"{_shown(name)} is {kind_of(mode) or 'no regular file'}, and was left out")
    elif len(count.left_out) == MOST_NAMED:
        count.left_out.append("and more of that kind")


def _make_folder(path: Path) -> None:
    with _writing(path):
        path.mkdir()


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Tell an error on our side from one on theirs."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise _too_big("a path in it is too long", path) from error
        reason = (error.strerror or str(error)).lower()
        raise MachineError(
            f"the submission cannot be copied: {reason}", where=_shown(path), fix="Free some space, then grade again."
        ) from error


@contextlib.contextmanager
def _reading(path: Path, folder: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        where = error.filename if isinstance(error.filename, str) else path
        raise WorkspaceError(
            "it cannot be read: no permission",
            where=_shown(folder / where if isinstance(where, str) else where),
            fix="Make it readable for whoever grades, then grade again: a part of it would be no fair trial.",
        ) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WorkspaceError(f"it cannot be read: {reason}", where=_shown(path), fix="Look at it yourself.") from error


def _too_big(what: str, path: Path) -> WorkspaceError:
    return WorkspaceError(f"it is too big: {what}", where=_shown(path), fix="Hand in the program alone.")


def _not_a_file(path: Path) -> WorkspaceError:
    return WorkspaceError("it is no regular file", where=_shown(path), fix="Hand in the file itself, not a link to it.")


def _shown(path: Path) -> str:
    return single_line(os.fspath(path))
