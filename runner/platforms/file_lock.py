"""A lock on an open file, where the system has one; it ends with its process, however that dies."""

from __future__ import annotations

import contextlib
import importlib
import os
import time
from collections.abc import Iterator
from enum import Enum

PATIENCE = 2.0
PAUSE = 0.005


@contextlib.contextmanager
def locked(descriptor: int, patience: float = PATIENCE) -> Iterator[bool]:
    """Hold the file's lock for the block; yields False when it could not be had in time or there are no locks.

    It never hangs on a stopped process or a file system without locks: what it guards has to be safe without it, too.
    """
    held = _wait_for(descriptor, patience)
    try:
        yield held
    finally:
        if held:
            _release(descriptor)


class Claim(Enum):
    """What came of asking for a lock."""

    HELD = "held"
    BUSY = "busy"  # somebody else has it
    NO_LOCKS = "none"  # this file system has none


def ask(descriptor: int) -> Claim:
    """Take the file's lock if it is free; it is held until the file is closed."""
    try:
        _take(descriptor)
    except BlockingIOError:
        return Claim.BUSY
    except OSError:
        return Claim.NO_LOCKS
    return Claim.HELD


def _wait_for(descriptor: int, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while True:
        try:
            _take(descriptor)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(PAUSE)
        except OSError:  # this file system has no locks
            return False
        else:
            return True


if os.name == "nt":
    # Locked bytes cannot be read by others there: lock one that lies beyond any content.
    _FAR_AWAY = 0x7FFFFFF0

    def _take(descriptor: int) -> None:
        locking = importlib.import_module("msvcrt")
        os.lseek(descriptor, _FAR_AWAY, os.SEEK_SET)
        try:
            locking.locking(descriptor, locking.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error

    def _release(descriptor: int) -> None:
        locking = importlib.import_module("msvcrt")
        os.lseek(descriptor, _FAR_AWAY, os.SEEK_SET)
        locking.locking(descriptor, locking.LK_UNLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
