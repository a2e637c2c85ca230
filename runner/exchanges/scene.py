"""The stage of one check: its server, values, connections, clock and evidence."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from runner.errors import LaunchError, SuiteError
from runner.evidence import Cause, Exchange, ExchangeKind, Explanation, Failure, Symptom
from runner.exchanges.client import Client
from runner.exchanges.connection import HOST
from runner.exchanges.cookies import Jar
from runner.exchanges.deadlines import Deadline, in_words
from runner.exchanges.differences import Problem, named
from runner.exchanges.fake import Fake
from runner.exchanges.faults import Closed, Fault, Mismatch, mismatch
from runner.exchanges.json_text import as_text
from runner.exchanges.kept import kept
from runner.exchanges.raw import RawStream
from runner.exchanges.recorder import Recorder, Wire
from runner.exchanges.substitute import Values
from runner.model import Check
from runner.ports import MAIN, Ending, Endpoint, ServerControl
from runner.words import say

DEFAULT_DEADLINE: Final = 20.0
LONGEST_LOG: Final = 16 * 1024

if TYPE_CHECKING:
    import httpx

    from runner.exchanges.fixtures import RawConnection, Server

Steps = Sequence[Mapping[str, Any]]
RunSteps = Callable[["Scene", Steps], None]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a problem was seen: its exchange, and where the log of that server stood before it."""

    exchange: int = -1
    label: str = ""
    server: str = MAIN
    log_size: int = -1
    expectation: Mapping[str, Any] | None = None  # filled in


class Scene:
    """Everything that the steps of one check act on."""

    def __init__(
        self,
        check: Check,
        control: ServerControl,
        seed: int,
        env: Mapping[str, str],
        seconds: float = DEFAULT_DEADLINE,
    ) -> None:
        self.check = check
        self.control = control
        self.fake = Fake(seed, check.id)
        self.recorder = Recorder()
        self.http = Client(self.recorder)
        self.jars: dict[str, Jar] = {}
        self.raws: dict[str, RawStream] = {}
        self.values = Values(seed, check.id, env, self._fact)
        self.deadline = Deadline.after(check.deadline or seconds)
        self.log_start = 0
        self.in_data = False  # whether the check itself is at the files in KATA_DATA
        self._endpoints: dict[str, Endpoint] = {}
        self._ports: dict[int, str] = {}
        self._in_use = MAIN
        self._closing: list[Callable[[], None]] = [self.http.close]

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Return the evidence so far."""
        return self.recorder.exchanges()

    @property
    def server(self) -> Server:
        """Return what a Python check may do to the server."""
        from runner.exchanges.fixtures import Server

        return Server(self)

    def client(self) -> httpx.Client:
        """Return an httpx.Client for a Python check: bounded, recorded, bound to the server."""
        from runner.exchanges.httpx_client import open_client

        return open_client(self)

    def raw(self, server: str = MAIN) -> RawConnection:
        """Open a recorded connection for a Python check."""
        from runner.exchanges.fixtures import RawConnection

        return RawConnection(self, server)

    def expect(self, answer: Any, **expectation: Any) -> None:
        """Hold an exchange or a response against an expectation; Mismatch where it does not meet it."""
        from runner.exchanges.fixtures import expect

        expect(self, answer, expectation)

    def acquire(self) -> None:
        """Take a live server for this check; the clock starts when it is there."""
        env = self.values.fill(dict(self.check.env))
        self.enter(self.control.acquire(self.check.server, self.check.data, env))
        self.log_start = self.control.log_size()
        self.deadline = Deadline.after(self.deadline.seconds)  # waiting for the server is not part of the check

    def enter(self, endpoint: Endpoint, name: str = MAIN) -> None:
        """Note where a server is reached from now on."""
        self._endpoints[name] = endpoint
        self._ports[endpoint.port] = name

    def server_at(self, port: int) -> str | None:
        """Return which server is or was reached at a port: after a restart the old one leads to the new."""
        return self._ports.get(port)

    def leave(self, name: str) -> None:
        """Forget a second server that was stopped."""
        self._endpoints.pop(name, None)

    def endpoint(self, name: str = MAIN) -> Endpoint:
        """Return where a server is reached."""
        if name not in self._endpoints:
            raise SuiteError(f"the check `{self.check.id}` talks to `{name}`, a server that no step has started")
        return self._endpoints[name]

    def on_close(self, close: Callable[[], None]) -> None:
        """Have something closed with the scene."""
        self._closing.append(close)

    def close(self) -> None:
        """Close every connection that is still open."""
        for close in self._closing:
            close()
        for stream in self.raws.values():
            stream.close()
        self.raws.clear()

    def text(self, mapping: Mapping[str, Any], key: str, default: str = "") -> str:
        """Return a text of a step with its values filled in."""
        return as_text(self.values.fill(mapping.get(key, default)))

    def number(self, mapping: Mapping[str, Any], key: str, default: float) -> float:
        """Return a number of a step with its values filled in."""
        value = self.values.fill(mapping.get(key, default))
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise mismatch(say("steps.no-number", key=key, value=named(value)), where=key)
        return value

    def limit(self, seconds: float) -> Deadline:
        """Return the deadline of a step: its own, or the check's where that is earlier."""
        if self.deadline.passed:
            spent = in_words(self.deadline.seconds)
            raise Mismatch(Failure(Cause.TIMEOUT, say("steps.check-too-long", seconds=spent), where="check"))
        return self.deadline.within(seconds)

    @contextmanager
    def using(self, name: str) -> Iterator[Endpoint]:
        """Let `${port}` and its like speak of this server for a while."""
        before, self._in_use = self._in_use, name
        try:
            yield self.endpoint(name)
        finally:
            self._in_use = before

    @contextmanager
    def naming(self, local: Mapping[str, Any]) -> Iterator[None]:
        """Let steps see a few more names for a while."""
        before, self.values = self.values, self.values.child(local)
        try:
            yield
        finally:
            self.values = before

    @contextmanager
    def clock_stopped(self) -> Iterator[None]:
        """Leave time that the supervisor needs (to start a server) out of the check's deadline."""
        start = time.monotonic()
        try:
            yield
        finally:
            # A slow start has a deadline of its own, and a busy machine must not turn it into a failed check.
            moment = self.deadline.moment + time.monotonic() - start
            self.deadline = Deadline(moment, self.deadline.seconds)

    def note(self, label: str, started: float, fault: str = "", port: int = 0) -> int:
        """Record something that was done to the server; return its index."""
        return self.recorder.record(ExchangeKind.EVENT, label, Wire(port=port, fault=fault), started)

    def failed(self, problem: Problem, evidence: Evidence) -> Mismatch:
        """Return the mismatch of a problem, with the server's log of that exchange and its end where it ended."""
        ending = self.control.ended(evidence.server) if isinstance(problem, Fault) else None
        log = self._log_of(evidence)  # before doctor asks the server something, which it may log
        if isinstance(problem, Fault):
            failure = self._of_fault(problem, evidence, ending)
        else:
            failure = Failure(Cause.MISMATCH, problem.summary, problem.place, problem.expected, problem.actual)
        if evidence.expectation is not None and not _is_odd(problem):
            failure = replace(failure, expectation=kept(evidence.expectation, self.values.get))
        return Mismatch(replace(failure, exchange=evidence.exchange, log=failure.log or log))

    def launch_failed(self, error: LaunchError, doing: str, exchange: int) -> Mismatch:
        """Return the mismatch of a server that did not come up again in the middle of a check."""
        summary = say("steps.not-ready", doing=doing, what=error.what)
        return Mismatch(
            Failure(
                Cause.CRASHED, summary, "start", say("steps.server-that-starts"), error.what,
                hint=error.fix, exchange=exchange, log=error.log_tail[-LONGEST_LOG:],
            )
        )  # fmt: skip

    def _of_fault(self, fault: Fault, evidence: Evidence, ending: Ending | None) -> Failure:
        # "Connection refused" never stands alone: a server that ended explains it.
        if ending is not None:
            told = self.control.explain(Symptom.ENDED, max(0, evidence.log_size), evidence.server)
            how = ending_in_words(ending)
            actual = summary = say("steps.server-ended", how=how)
            if evidence.label:
                is_before = fault.cause is Cause.UNREACHABLE
                summary = say(
                    "steps.server-ended.before" if is_before else "steps.server-ended.during",
                    how=how,
                    label=evidence.label,
                )
            if told.what:
                summary = say("steps.server-ended.why", summary=summary, why=told.what)
            return Failure(
                Cause.CRASHED, summary, told.where or "server", say("expecting.an-answer"), actual,
                hint=told.fix, log=told.log[-LONGEST_LOG:],
            )  # fmt: skip
        told = Explanation()
        if fault.symptom is not None:
            told = self.control.explain(fault.symptom, max(0, evidence.log_size), evidence.server)
        words = f"{fault.words}: {told.what}" if told.what else fault.words
        summary = f"{evidence.label}: {words}" if evidence.label else words
        where = told.where or "connection"
        return Failure(fault.cause, summary, where, say("expecting.whole-answer"), fault.words, hint=told.fix)

    def _log_of(self, evidence: Evidence) -> str:
        if evidence.log_size < 0:
            return ""
        return self.control.log(evidence.log_size, evidence.server)[-LONGEST_LOG:]

    def _fact(self, name: str) -> Any:
        endpoint = self.endpoint(self._in_use)
        facts = {"port": endpoint.port, "base_url": f"http://{HOST}:{endpoint.port}", "data": endpoint.data}
        return facts[name]


def _is_odd(problem: Problem) -> bool:
    """Tell whether an answer is not whole in a way that another client may not mind."""
    return (
        isinstance(problem, Fault)
        and not isinstance(problem, Closed)
        and problem.cause in (Cause.MISMATCH, Cause.LIMIT)
    )


def ending_in_words(ending: Ending) -> str:
    """Return how a program ended: `ended with exit code 1`, `was killed by signal 9`."""
    if ending.flooded:
        return say("steps.ending.flooded")
    if ending.code is None:
        return say("steps.ending.running")
    if ending.code < 0:
        return say("steps.ending.signal", signal=-ending.code)
    return say("steps.ending.code", code=ending.code)
