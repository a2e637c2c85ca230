"""Send recorded exchanges again, in their order, to a live server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from runner.evidence import Exchange, ExchangeKind, Request
from runner.exchanges.client import Call, Client, Manner
from runner.exchanges.connection import Connection, connect
from runner.exchanges.deadlines import Deadline
from runner.exchanges.events import (
    LONGEST_PAUSE,
    connection_of,
    end_of,
    label_and_environment,
    pieces_of,
    seconds_of_pause,
)
from runner.exchanges.faults import Fault
from runner.exchanges.raw import in_segments
from runner.exchanges.recorder import Recorder, Wire
from runner.ports import Endpoint, Environment, ServerControl
from runner.replays.groups import groups_of
from runner.replays.reuse import Reuse, refilled, reuses_of, unexplained
from runner.replays.slots import with_body
from runner.words import say

SECONDS = 10.0
RAW_SECONDS = 2.0
HALF_CLOSED, CLOSED = "half-closed", "closed"
PAUSE = 0.02  # between the pieces of what is sent
TERMINATE_SECONDS = 5.0
LARGEST_BODY = 16 * 1024 * 1024
SECOND = "start a second server, "
STOP_SECOND = "kill -9 the second server, "
STANDARD_HEADERS = ("Host", "User-Agent", "Accept", "Accept-Encoding", "Connection", "Content-Length")


@dataclass(frozen=True, slots=True)
class Resent:
    """What came back: one exchange for each recorded one that could be sent again, by its index."""

    answered: Mapping[int, Exchange]
    remarks: tuple[str, ...]
    log_before: int = 0  # where the server's log stood before the last exchange


@dataclass(slots=True)
class _Notes:
    answered: dict[int, Exchange] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    log_before: int = 0


class Resender:
    """Plays exchanges of one check on one server. Without a control its process cannot be restarted."""

    def __init__(self, recorded: Sequence[Exchange], port: int, control: ServerControl | None) -> None:
        self._recorded = recorded
        self._control = control
        self._recorder = Recorder()
        self._client = Client(self._recorder)
        self._main = port
        # Ports as recorded -> ports as they are now: after a restart, and for second servers.
        self._ports = {exchange.port: port for exchange in recorded if exchange.port} if control is None else {}
        self._raws: dict[str, Connection] = {}
        self._reuses = reuses_of(recorded)
        self._notes = _Notes()

    def send(self, first: int, last: int) -> Resent:
        """Send the exchanges from `first` to `last` (and what ran at once with it) and return what came back."""
        try:
            for group in groups_of(self._recorded):
                if group[-1] >= first and group[0] <= last:
                    self._send_group(group)
        finally:
            self._client.close()
            for connection in self._raws.values():
                connection.close()
        return Resent(self._notes.answered, tuple(dict.fromkeys(self._notes.remarks)), self._notes.log_before)

    def _send_group(self, group: Sequence[int]) -> None:
        if self._control is not None and self._recorded[group[0]].kind is not ExchangeKind.EVENT:
            self._notes.log_before = self._control.log_size()
        if len(group) > 1:
            self._send_at_once(group)
            return
        exchange = self._recorded[group[0]]
        if exchange.kind is ExchangeKind.EVENT:
            self._do(exchange)
        elif exchange.request is not None:
            self._notes.answered[group[0]] = self._http(*self._prepared(group[0], exchange, exchange.request))
        else:
            self._notes.answered[group[0]] = self._raw(exchange)

    def _send_at_once(self, group: Sequence[int]) -> None:
        barrier = threading.Barrier(len(group))
        prepared = []
        for index in group:
            exchange = self._recorded[index]
            if exchange.request is not None:
                prepared.append((index, *self._prepared(index, exchange, exchange.request)))

        def send(index: int, request: Request, manner: Manner) -> tuple[int, Exchange]:
            barrier.wait(SECONDS)
            return index, self._http(request, manner)

        with ThreadPoolExecutor(max_workers=len(group)) as threads:
            for done in [threads.submit(send, *each) for each in prepared]:
                index, answered = done.result()
                self._notes.answered[index] = answered

    def _prepared(self, index: int, exchange: Exchange, request: Request) -> tuple[Request, Manner]:
        port = self._port(exchange)
        answers = {number: answered.response for number, answered in self._notes.answered.items()}
        # Where the earlier requests were not sent again, the server still knows the recorded values.
        mine = [reuse for reuse in self._reuses if reuse.exchange == index and _is_answered(reuse, answers)]
        request, remarks = refilled(_whole(request, self._notes.remarks), mine, answers)
        self._notes.remarks += [
            *remarks,
            *unexplained(request, [each for each in self._reuses if each.exchange == index]),
        ]
        request = _moved(request, exchange.port, port)
        kept = f"replay-{exchange.client}" if _keeps_alive(request) else ""
        deadline = Deadline.after(max(SECONDS, 2 * (exchange.ended_ms - exchange.started_ms) / 1000))
        return request, Manner(deadline, port, keep_alive=kept, client=exchange.client)

    def _http(self, request: Request, manner: Manner) -> Exchange:
        answer = self._client.send(call_again(request), manner)
        return self._recorder.exchanges()[answer.exchange]

    def _raw(self, exchange: Exchange) -> Exchange:
        port = self._port(exchange)
        name = connection_of(exchange.label)
        started, received, fault = self._recorder.now(), b"", ""
        if exchange.sent and len(exchange.sent) >= 16 * 1024:
            self._notes.remarks.append(say("replays.only-first", name=name, count=len(exchange.sent)))
        deadline = Deadline.after(RAW_SECONDS)
        try:
            connection = self._raws.get(name) or connect(port, Deadline.after(SECONDS))
            self._raws[name] = connection
            connection.transcript.clear()
            sent = _with_port(exchange.sent, exchange.port, port)
            for number, piece in enumerate(in_segments(sent, pieces_of(exchange.label)) if sent else ()):
                if number:
                    time.sleep(PAUSE)
                    deadline = deadline.later(PAUSE)
                connection.queue(piece)
                connection.flush(deadline)
            if end_of(exchange.label) == HALF_CLOSED:
                connection.half_close()
            # Where it was only opened, what the server says first belongs to whoever reads it.
            if exchange.sent or exchange.received or exchange.fault:
                received = _received(connection, len(exchange.received), deadline)
            if end_of(exchange.label) == CLOSED:
                self._raws.pop(name).close()
        except Fault as error:
            fault = error.words
        wire = Wire(port=port, sent=exchange.sent, received=received, fault=fault)
        index = self._recorder.record(ExchangeKind.RAW, exchange.label, wire, started)
        return self._recorder.exchanges()[index]

    def _port(self, exchange: Exchange) -> int:
        return self._ports.get(exchange.port, self._main)

    # What was done to the server

    def _do(self, event: Exchange) -> None:
        seconds = seconds_of_pause(event.label)
        if seconds is not None:
            time.sleep(min(seconds, LONGEST_PAUSE))
            return
        act = self._act_of(event.label)
        if act is None or self._control is None:
            if event.label.startswith(DEEDS):
                self._notes.remarks.append(say("replays.not-repeated", label=event.label))
            return
        endpoint = act(self._control)
        if endpoint is not None:
            self._ports[event.port] = endpoint.port
            if not event.label.startswith(SECOND):
                self._main = endpoint.port

    def _act_of(self, label: str) -> Callable[[ServerControl], Endpoint | None] | None:
        bare, env = label_and_environment(label)
        if bare.startswith(SECOND):
            return lambda control: control.second(bare.removeprefix(SECOND), env)
        if label.startswith(STOP_SECOND):
            return lambda control: _nothing(control.stop(label.removeprefix(STOP_SECOND)))
        act = ACTS.get(bare)
        return (lambda control: act(control, env)) if act else None


DEEDS = ("restart", "start", "kill", "SIGTERM")
ACTS: Mapping[str, Callable[[ServerControl, Environment | None], Endpoint | None]] = {
    "restart after kill -9": lambda control, env: control.restart("kill", env),
    "restart after SIGTERM": lambda control, env: control.restart("terminate", env),
    "start again": lambda control, env: control.start(env),
    "kill -9": lambda control, _: _nothing(control.kill()),
    "SIGTERM": lambda control, _: _nothing(control.terminate(TERMINATE_SECONDS)),
}


def call_again(request: Request) -> Call:
    """Return the call that sends exactly these headers in this order, and this body."""
    headers: dict[str, str | list[str] | None] = {}
    for name, value in request.headers:
        held = headers.setdefault(name, [])
        if isinstance(held, list):
            held.append(value)
    given = {name.lower() for name in headers}
    headers |= {name: None for name in STANDARD_HEADERS if name.lower() not in given}
    chunked = any(name.lower() == "transfer-encoding" and "chunked" in value for name, value in request.headers)
    return Call(
        method=request.method,
        target=request.target,
        headers=headers,
        body=request.body or None,
        framing="chunked" if chunked else "length",
    )


def _whole(request: Request, remarks: list[str]) -> Request:
    """Return a request whose body has its whole length: what was not kept is filled up."""
    size = min(request.body_size, LARGEST_BODY)
    if size <= len(request.body) or not request.body:
        return request
    remarks.append(
        say(
            "replays.filled-up",
            method=request.method,
            target=request.target,
            kept=len(request.body),
            size=request.body_size,
        )
    )
    times = -(-size // len(request.body))
    return with_body(request, (request.body * times)[:size])


def _moved(request: Request, old: int, new: int) -> Request:
    """Return a request that names the new port wherever it named the old one."""
    if not old or old == new:
        return request
    headers = tuple((name, value.replace(f":{old}", f":{new}")) for name, value in request.headers)
    body = _with_port(request.body, old, new)
    moved = replace(request, headers=headers)
    return with_body(moved, body) if body != request.body else moved


def _with_port(content: bytes, old: int, new: int) -> bytes:
    return content.replace(f"127.0.0.1:{old}".encode(), f"127.0.0.1:{new}".encode()) if old else content


def _keeps_alive(request: Request) -> bool:
    return any(name.lower() == "connection" and value.lower() == "keep-alive" for name, value in request.headers)


def _is_answered(reuse: Reuse, answers: Mapping[int, object]) -> bool:
    return any(source.exchange in answers for source in reuse.sources)


def _received(connection: Connection, wanted: int, deadline: Deadline) -> bytes:
    """Wait for as much as came when it was recorded; for nothing, a moment."""
    until = deadline if wanted else deadline.within(RAW_SECONDS / 4)
    while len(connection.transcript) < max(wanted, 1) and not connection.ended and not until.passed:
        connection.advance(until)
    return bytes(connection.transcript)


def _nothing(_: object) -> None:
    return None
