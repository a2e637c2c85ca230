"""Our own program in a cell that is tried out: it starts the probe as it would start a submission's server."""

from __future__ import annotations

import os
import sys
import time
from typing import NoReturn

from runner.errors import MachineError
from runner.executors.errand import Errand, Teller, errand_from
from runner.executors.inside import InnerStarter, private_output
from runner.platforms.here import HERE
from runner.ports import MAIN
from runner.sandboxes.bubblewrap import RUN
from runner.sandboxes.parcels import unpacked
from runner.server.environment import build_environment, own_variables, substitute
from runner.server.process import Order, ServerProcess
from runner.tracks.interpreter import python_for

_SECONDS = 20.0


def main() -> NoReturn:
    """Run one probe, and pass on the line that it prints."""
    outgoing = private_output()
    Teller(outgoing).up()
    errand = errand_from(sys.stdin.buffer)
    outgoing.write(_printed(errand).encode() + b"\n")
    outgoing.flush()
    os._exit(0)


def _printed(errand: Errand) -> str:
    submission = errand.job.submission
    unpacked(errand.program, submission.folder)
    if errand.suite:
        unpacked(errand.suite, errand.job.kata.suite_folder)
    data = RUN / "data"
    data.mkdir()
    python = python_for(submission.folder, submission.folder.parent)
    order = Order(
        name=MAIN,
        command=substitute(submission.start, 0, data, python),
        folder=submission.folder,
        environment=build_environment(os.environ, (), {}, own_variables(0, data, f"{errand.token}.1")),
        port=0,
        data=data,
        log=RUN / "probe.log",
        mark=f"{errand.token}.1",
        output_limit=1024 * 1024,
    )
    # Unwatched: it is the limits themselves that are tried.
    starter = InnerStarter(errand.view, errand.allowance, submission.folder, watcher=lambda *_: None)
    server = ServerProcess(order, starter)
    deadline = time.monotonic() + _SECONDS
    while "\n" not in server.log_tail() and server.code is None and time.monotonic() < deadline:
        time.sleep(HERE.poll_seconds)
    try:
        ending = server.kill()
    except MachineError as error:
        return error.what
    return ending.log.strip().replace("\n", " ") or f"it printed nothing (code {ending.code})"
