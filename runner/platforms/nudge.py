"""Let the main thread look up from whatever it waits for, asked by another thread."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Self


class Nudge:
    """Calls a function in the main thread, in the middle of its work. Where there are no such signals: never."""

    def __init__(self, look_up: Callable[[], None]) -> None:
        self._look_up = look_up

    def __enter__(self) -> Self:
        if sys.platform != "win32":
            signal.signal(signal.SIGUSR1, self._come)
        return self

    def __exit__(self, *_: object) -> None:
        if sys.platform != "win32":
            # Not as it was: one that comes late would end the process.
            signal.signal(signal.SIGUSR1, signal.SIG_IGN)

    def __call__(self) -> None:
        """Ask from any thread."""
        if sys.platform != "win32":
            # To this very thread: one that waits wakes up only for a signal of its own.
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)

    def _come(self, _signal: int, _frame: FrameType | None) -> None:
        self._look_up()
