"""A handle on one process, which never comes to stand for another with the same pid. Linux only."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import signal


class Handle:
    """One process; OSError when it is gone already, or where this Python was built without such handles."""

    def __init__(self, pid: int) -> None:
        if not hasattr(os, "pidfd_open"):
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
        self._number = os.pidfd_open(pid)

    def kill(self) -> None:
        """End it at once; one that is gone is no error."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._number, signal.SIGKILL)

    def is_over(self, seconds: float | None) -> bool:
        """Wait so long for its end, and tell whether it came."""
        watch = select.poll()  # not `select`, which takes no file whose number is above 1023
        watch.register(self._number, select.POLLIN)
        return bool(watch.poll(None if seconds is None else seconds * 1000))

    def close(self) -> None:
        """Let go of it; it goes on as it is."""
        os.close(self._number)
