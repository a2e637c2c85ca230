"""Fork suite processes from one that has loaded everything; only where many runs are made and no learner waits."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator

from runner.platforms.fork_server import ForkServer, can_fork
from runner.suites.starting import ROOT, Started, start_suite, suite_environment

BOOT = "import sys; sys.path.append(sys.argv[1]); from runner.suites.zygote import main; main(int(sys.argv[2]))"


@contextlib.contextmanager
def forked_suites() -> Iterator[Callable[[], Started]]:
    """Give a supply of suite processes, forked where that is possible, and end the process they come from."""
    if not can_fork():
        yield start_suite
        return
    server = ForkServer([sys.executable, "-I", "-X", "utf8", "-c", BOOT, str(ROOT)], suite_environment())
    try:
        yield lambda: _fork(server)
    finally:
        server.close()


def _fork(server: ForkServer) -> Started:
    log = tempfile.TemporaryFile()  # noqa: SIM115  closed with the process that it belongs to
    try:
        return Started(server.fork(log), log)
    except OSError:
        # The server was killed, or the machine is short of something: one by one is slower, and as good.
        log.close()
        return start_suite()
