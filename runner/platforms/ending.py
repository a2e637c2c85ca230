"""How a system asks this process to end: by a signal, and by another where its terminal is closed."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any


def when_asked_to_end(act: Callable[..., Any]) -> None:
    """Call this with the signal and the frame whenever we are asked to end; only the main thread may say so."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, act)
