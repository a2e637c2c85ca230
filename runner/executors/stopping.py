"""Know everything that runs now, so that Ctrl-C in the middle of many runs ends all of it at once."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from runner.errors import MachineError
from runner.server.leftovers import end_marked
from runner.suites.starting import Process, Started
from runner.words import say


class Running:
    """Hands suites and tokens to an executor, and remembers them while they are in use."""

    def __init__(self, supply: Callable[[], Started], register: Callable[[], AbstractContextManager[str]]) -> None:
        self._supply = supply
        self._register = register
        self._processes: weakref.WeakSet[Process] = weakref.WeakSet()
        self._tokens: set[str] = set()
        self._turn = threading.Lock()
        self._stopped = threading.Event()

    def suite(self) -> Started:
        """Start a suite process; MachineError once everything was stopped."""
        self._require_going_on()
        started = self._supply()
        with self._turn:
            self._processes.add(started.process)
        return started

    @contextmanager
    def registered(self) -> Iterator[str]:
        """Give a run its token, and keep it on record for as long as the run lasts."""
        with self._register() as token:
            with self._turn:
                self._tokens.add(token)
            try:
                yield token
            finally:
                with self._turn:
                    self._tokens.discard(token)

    def stop(self) -> None:
        """End every suite and every program that runs; none is started from now on."""
        self._stopped.set()
        with self._turn:
            processes, tokens = tuple(self._processes), tuple(self._tokens)
        for process in processes:
            process.kill()
        for token in tokens:
            end_marked(token)

    def _require_going_on(self) -> None:
        if self._stopped.is_set():
            what = say("suites.stopped")
            raise MachineError(what)
