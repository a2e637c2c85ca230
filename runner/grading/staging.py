"""Folders of ours in which copies of submissions lie while they run, and that none is left."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from runner.errors import MachineError
from runner.executors.cell import STAGED
from runner.platforms.here import HERE
from runner.platforms.users import is_ours

_NAME = re.compile(rf"{STAGED}(\d+)-.+")


@contextlib.contextmanager
def staged() -> Iterator[Path]:
    """Give an empty folder that nobody else may look into, and erase it."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=f"{STAGED}{os.getpid()}-"))
    except OSError as error:
        what = f"there is no room for a copy of the submission: {(error.strerror or str(error)).lower()}"
        raise MachineError(what, where=tempfile.gettempdir(), fix="Free some space, then grade again.") from error
    try:
        # Passed through, never listed: beneath it, another user may be given a folder to run a program in.
        folder.chmod(0o711)
        yield folder
    finally:
        erase(folder)


def sweep_staged() -> None:
    """Erase what graders left that were killed."""
    for path in Path(tempfile.gettempdir()).glob(f"{STAGED}*"):
        found = _NAME.fullmatch(path.name)
        if found and _is_own_folder(path) and not HERE.born(int(found[1])):
            erase(path)


def erase(folder: Path) -> None:
    """Remove a folder, also one in which folders were locked; links in it are removed, never followed."""
    for parent, names, _ in os.walk(folder):
        for path in (Path(parent, name) for name in names):
            if not path.is_symlink():
                with contextlib.suppress(OSError):
                    path.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


def _is_own_folder(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and is_ours(found)
