"""A worker process of `kata grade`: take jobs from standard input, answer each with its report, leave nothing running.

Started as `python -I -X utf8 -c BOOT ROOT`. It ends with its standard input, in the middle of a job too.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, Any

from runner.app.grading_executors import worker_executor
from runner.errors import KataError
from runner.model import Job
from runner.ports import Executor
from runner.suites.channel import LONGEST_LINE, decode, encode
from runner.wire import from_data, to_data


def main() -> None:
    """Run jobs until there are no more."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    outgoing = _private_output()
    first = json.loads(sys.stdin.buffer.readline(LONGEST_LINE))
    nonce, order = first["nonce"], first["order"]
    jobs: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(nonce, jobs), daemon=True).start()
    cache = Path(order["cache"]) if order["cache"] else None
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        execute = worker_executor(Path(order["pack"]), cache, order["accepted"])
        while (message := jobs.get()) is not None:
            outgoing.write(encode(_answer(execute, message["job"]), nonce))
            outgoing.flush()
    # Everything of a run is dead by now; threads that wait for nothing must not hold us up.
    os._exit(0)


def _listen(nonce: str, jobs: queue.SimpleQueue[dict[str, Any] | None]) -> None:
    while line := sys.stdin.buffer.readline(LONGEST_LINE):
        message = decode(line, nonce)
        if message is not None:
            jobs.put(message)
    jobs.put(None)
    # The asker is gone: nobody waits for what runs now.
    os.kill(os.getpid(), signal.SIGTERM)


def _answer(execute: Executor, described: object) -> dict[str, Any]:
    job = from_data(Job, described)
    # Beside the copy, so that it is erased with it, even when this process is killed.
    tempfile.tempdir = str(job.submission.folder.parent)
    try:
        return {"report": to_data(execute(job, lambda _outcome: None))}
    except KataError as error:
        kind = type(error).__name__
        return {"error": {"kind": kind, "what": error.what, "where": error.where, "fix": error.fix}}


def _private_output() -> IO[bytes]:
    """Keep standard output for answers; what else is printed goes to standard error."""
    own = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(own, "wb")
