"""Choose how single keys are read on this machine."""

from __future__ import annotations

import sys

__all__ = ["Keyboard"]

if sys.platform == "win32":
    from runner.platforms.keys_windows import Keyboard
else:
    from runner.platforms.keys_posix import Keyboard
