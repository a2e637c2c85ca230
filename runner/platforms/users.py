"""Whose a process or a file is, where the system has users by numbers; elsewhere nobody is root and all is ours."""

from __future__ import annotations

import os
from pathlib import Path


def is_root() -> bool:
    """Tell whether this process may do everything."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def is_ours(found: os.stat_result) -> bool:
    """Tell whether a file belongs to the user of this process."""
    return not hasattr(os, "geteuid") or found.st_uid == os.geteuid()


def hand_over(path: Path, user: int) -> None:
    """Give a file or folder to another user; a link itself is given, never what it leads to. Root only."""
    os.chown(path, user, user, follow_symlinks=False)
