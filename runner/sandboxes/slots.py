"""User ids that nobody has, for submissions that root grades: one for each cell, held as long as that lasts."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from runner.errors import SandboxError
from runner.platforms.file_lock import locked

# Between the ranges that systemd gives to users and to services: https://systemd.io/UIDS-GIDS
SLOTS = range(60578, 61184)
_LOCKS = Path("/run")


@contextlib.contextmanager
def held_slot(folder: Path | None = None) -> Iterator[int]:
    """Hold a user id that no other cell of this machine has; SandboxError when all are in use."""
    folder = (folder or _LOCKS) / "backend-kata"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for slot in SLOTS:
        descriptor = os.open(folder / str(slot), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with locked(descriptor, patience=0) as is_held:
                if is_held:
                    yield slot
                    return
        finally:
            os.close(descriptor)
    what = f"all {len(SLOTS)} user ids for submissions are in use"
    raise SandboxError(what, fix="Let the other gradings end, or use fewer --jobs.")
