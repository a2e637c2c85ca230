"""An alarm that interrupts this process, where the system has one; elsewhere none is ever set."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_HAS_ALARM = hasattr(signal, "setitimer")


def ring_in(seconds: float, act: Callable[[], object]) -> None:
    """Set the alarm: when it rings, something is done in the middle of whatever runs then."""
    signal.signal(signal.SIGALRM, lambda *_: act())
    signal.setitimer(signal.ITIMER_REAL, seconds)


def cancel() -> None:
    """Take the alarm back."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


@contextmanager
def stopped() -> Iterator[None]:
    """Stop the alarm's clock for the block."""
    if not _HAS_ALARM:
        yield
        return
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left)
