"""Keep every core of the machine busy, to see whether a suite that passes on an idle one still does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from runner.platforms.here import HERE

# Ends when its input does, so that it never outlives us, however we end.
BUSY = """
import os, sys, threading
threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
while True: pass
"""


@contextmanager
def busy_cores(count: int = os.cpu_count() or 1) -> Iterator[tuple[int, ...]]:
    """Keep that many processes busy, and give their pids; all are ended at the end."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        processes += (_busy() for _ in range(count))
        yield tuple(process.pid for process in processes)
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.communicate()


def _busy() -> subprocess.Popen[bytes]:
    # Its own session, so that Ctrl-C is ours to hear.
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", BUSY],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **HERE.spawn_options(),
    )
