"""The parking lot: a suite process and a server process wait, imported, for the next run; each is used once.

Only in the learner's loop, never in grading. What waits for a run has that run's token, so that it is found by its
marker like everything else of the run, also after the supervisor was killed.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from runner.model import Kata, Submission
from runner.parking.places import Expected, Waiting, can_park, park
from runner.platforms.kinds import MARKER
from runner.server.environment import build_environment, put_first_on_path, substitute
from runner.server.leftovers import registered_run
from runner.server.process import Order, start_cold
from runner.suites.starting import WAITING_BOOT, Started, start_suite
from runner.tracks.interpreter import python_for

FIRST_START = 1


class ParkingLot:
    """What waits for the next run. Used by one thread."""

    def __init__(self, runs: Path) -> None:
        self._runs = runs
        self._suite: Started | None = None
        self._server: Waiting | None = None
        self._run = contextlib.ExitStack()
        self._token = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def refill(self, kata: Kata, submission: Submission | None) -> None:
        """Let the next suite wait, and the next server of this submission, if it is one that can."""
        if self._suite is None:
            self._suite = start_suite(WAITING_BOOT)
        self._clear_server()
        if submission is None or os.name == "nt" or not can_park(submission.start):
            return
        self._token = self._run.enter_context(registered_run(self._runs))
        self._server = park(_expected(kata, submission, f"{self._token}.{FIRST_START}"))

    def clear(self) -> None:
        """End whatever waits."""
        self._clear_server()
        started, self._suite = self._suite, None
        if started is not None:
            _end(started)

    @contextlib.contextmanager
    def registered(self) -> Iterator[str]:
        """Give a run the token of what waits for it, or a new one."""
        if not self._token:
            with registered_run(self._runs) as token:
                yield token
            return
        run, token = self._run.pop_all(), self._token
        self._token = ""
        with run:
            try:
                yield token
            finally:
                self._leave()

    def suite(self) -> Started:
        """Return the suite process that waits, or a new one."""
        started, self._suite = self._suite, None
        return started if started is not None and _is_alive(started) else start_suite()

    def start(self, order: Order) -> subprocess.Popen[bytes]:
        """Let the waiting process run this order if it fits; otherwise start a new one."""
        waiting, self._server = self._server, None
        if waiting is not None:
            if waiting.fits(order) and waiting.begin(order):
                return waiting.process
            waiting.leave()
        return start_cold(order)

    def _clear_server(self) -> None:
        self._leave()
        self._run.close()
        self._token = ""

    def _leave(self) -> None:
        waiting, self._server = self._server, None
        if waiting is not None:
            waiting.leave()


def _is_alive(started: Started) -> bool:
    try:
        started.process.wait(timeout=0)
    except subprocess.TimeoutExpired:
        return True
    _end(started)
    return False


def _end(started: Started) -> None:
    started.process.kill()
    started.process.wait()
    for file in (started.process.stdin, started.process.stdout, started.log):
        if file is not None:
            file.close()


def _expected(kata: Kata, submission: Submission, mark: str) -> Expected:
    python = python_for(submission.folder, submission.folder.parent)
    environment = build_environment(os.environ, kata.env, {}, {MARKER: mark})
    put_first_on_path(environment, python)
    return Expected(
        command=substitute(submission.start, 0, Path(), python),
        folder=submission.folder,
        environment=environment,
        is_node=submission.start[0] == "node",
    )
