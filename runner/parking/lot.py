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
from runner.parking.suites import WaitingSuite, park_suite
from runner.platforms.kinds import MARKER
from runner.server.environment import build_environment, put_first_on_path, substitute
from runner.server.leftovers import registered_run
from runner.server.process import Order, start_cold
from runner.suites.brief import Brief
from runner.suites.starting import Started, start_suite
from runner.tracks.interpreter import python_for

FIRST_START = 1


class ParkingLot:
    """What waits for the next run. Used by one thread."""

    def __init__(self, runs: Path) -> None:
        self._runs = runs
        self._suite: WaitingSuite | None = None
        self._server: Waiting | None = None
        self._run = contextlib.ExitStack()
        self._token = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def refill(self, kata: Kata, submission: Submission | None, brief: Brief) -> None:
        """Let the next suite wait for a brief of this kind, and the next server of this submission, if it can."""
        if self._suite is not None and not self._suite.fits(brief):
            self._clear_suite()
        if self._suite is None:
            self._suite = park_suite(brief)
        self._clear_server()
        if submission is None or os.name == "nt" or not can_park(submission.start):
            return
        self._token = self._run.enter_context(registered_run(self._runs))
        self._server = park(_expected(kata, submission, f"{self._token}.{FIRST_START}"))

    def clear(self) -> None:
        """End whatever waits."""
        self._clear_server()
        self._clear_suite()

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

    def suite(self, brief: Brief) -> Started:
        """Return the suite process that waits if it fits a brief of this kind, or a new one."""
        if self._suite is None or not self._suite.fits(brief):
            self._clear_suite()
            return start_suite()
        waiting, self._suite = self._suite, None
        return waiting.started

    def start(self, order: Order) -> subprocess.Popen[bytes]:
        """Let the waiting process run this order if it fits; otherwise start a new one."""
        waiting, self._server = self._server, None
        if waiting is not None:
            if waiting.fits(order) and waiting.begin(order):
                return waiting.process
            waiting.leave()
        return start_cold(order)

    def _clear_suite(self) -> None:
        waiting, self._suite = self._suite, None
        if waiting is not None:
            waiting.leave()

    def _clear_server(self) -> None:
        self._leave()
        self._run.close()
        self._token = ""

    def _leave(self) -> None:
        waiting, self._server = self._server, None
        if waiting is not None:
            waiting.leave()


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
