"""Fork this very process, with everything that it has loaded, while it has one thread. Linux only."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from typing import IO, NoReturn

from runner.platforms.handle import Handle


class Forked:
    """One child process: what is asked of a Popen, and no more."""

    def __init__(self, pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.stdin: IO[bytes] | None = stdin
        self.stdout: IO[bytes] | None = stdout
        self._pid = pid
        self._handle = Handle(pid)
        self._is_over = False

    def wait(self, timeout: float | None = None) -> None:
        """Wait for its end; raise TimeoutExpired when it does not come in time."""
        if self._is_over:
            return
        if not self._handle.is_over(timeout):
            raise subprocess.TimeoutExpired("a forked process", timeout or 0)
        os.waitpid(self._pid, 0)
        self._is_over = True
        self._handle.close()

    def kill(self) -> None:
        """End it at once."""
        if not self._is_over:
            self._handle.kill()


def forked(run: Callable[[], NoReturn], errors: IO[bytes]) -> Forked:
    """Run something in a child that has no open files but its standard streams; its errors go to that file."""
    their_in, our_in = os.pipe()
    our_out, their_out = os.pipe()
    pid = os.fork()
    if pid == 0:
        # Whatever happens here, this process must never go on as if it were its parent.
        try:
            for stream, number in enumerate((their_in, their_out, errors.fileno())):
                os.dup2(number, stream)
            os.closerange(3, os.sysconf("SC_OPEN_MAX"))
            run()
        finally:
            os._exit(1)
    for number in (their_in, their_out):
        os.close(number)
    return Forked(pid, os.fdopen(our_in, "wb"), os.fdopen(our_out, "rb"))
