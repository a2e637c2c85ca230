"""A suite process that is forked from our own program in a cell: that has loaded everything, and has one thread."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import tempfile
from typing import IO

from runner.suites import child
from runner.suites.starting import Started


class ForkedSuite:
    """One child process: what is asked of a Popen, and no more."""

    def __init__(self, pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.stdin: IO[bytes] | None = stdin
        self.stdout: IO[bytes] | None = stdout
        self._pid = pid
        self._handle = os.pidfd_open(pid)
        self._is_over = False

    def wait(self, timeout: float | None = None) -> None:
        """Wait for its end; raise TimeoutExpired when it does not come in time."""
        if self._is_over:
            return
        if not select.select([self._handle], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired("a forked suite", timeout or 0)
        os.waitpid(self._pid, 0)
        os.close(self._handle)
        self._is_over = True

    def kill(self) -> None:
        """End it at once."""
        if not self._is_over:
            os.kill(self._pid, signal.SIGKILL)


def fork_suite() -> Started:
    """Fork a suite process; it is used once, and before this process has any thread."""
    log = tempfile.TemporaryFile()  # noqa: SIM115  closed with the process that it belongs to
    their_in, our_in = os.pipe()
    our_out, their_out = os.pipe()
    pid = os.fork()
    if pid == 0:
        # Whatever happens here, this process must never go on as if it were the supervisor.
        try:
            for stream, number in enumerate((their_in, their_out, log.fileno())):
                os.dup2(number, stream)
            os.closerange(3, os.sysconf("SC_OPEN_MAX"))
            child.main()
        finally:
            os._exit(1)
    for number in (their_in, their_out):
        os.close(number)
    return Started(ForkedSuite(pid, os.fdopen(our_in, "wb"), os.fdopen(our_out, "rb")), log)
