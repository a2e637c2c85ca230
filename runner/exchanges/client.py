"""The bounded HTTP client: one total deadline a request, caps on all that comes back, every exchange recorded."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from runner import __version__
from runner.evidence import ExchangeKind, Headers, Request, Response
from runner.exchanges.answers import BODY_CAP, AnswerReader, Bounds
from runner.exchanges.connection import HOST, Connection, connect
from runner.exchanges.deadlines import Deadline
from runner.exchanges.faults import Fault
from runner.exchanges.json_text import as_text
from runner.exchanges.recorder import Recorder, Wire
from runner.words import say

MOST_REDIRECTS: Final = 5
REDIRECTS: Final = (301, 302, 303, 307, 308)
SAME_METHOD: Final = (307, 308)
CHUNK: Final = 8 * 1024
ONE_WRITE: Final = 256 * 1024
METHODS_WITH_BODY: Final = ("POST", "PUT", "PATCH")


@dataclass(frozen=True, slots=True)
class Call:
    """A request to make. `headers` go beside the default ones or replace them; None removes one."""

    method: str
    target: str
    headers: Mapping[str, str | list[str] | None]
    body: bytes | None = None
    media_type: str = ""
    framing: str = "length"  # or `chunked`
    redirects: int = 0  # how many to follow


@dataclass(frozen=True, slots=True)
class Manner:
    """How a call is made: by when, on which connection, as which of several clients."""

    deadline: Deadline
    port: int
    keep_alive: str = ""
    client: int = 0
    body_cap: int = BODY_CAP
    refusals: float = 0.0  # seconds for which a refused connection is tried again


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back on a call: a response, a fault, or a response that is faulty at its end."""

    exchange: int
    sent: bytes
    response: Response | None
    fault: Fault | None
    seconds: float


class Client:
    """Send requests to the server under test; a new connection for each unless one is kept by name."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._kept: dict[tuple[str, int], Connection] = {}

    def send(self, call: Call, manner: Manner) -> Answer:
        """Make a call and return how it ended; redirects are followed when the call says so."""
        answer = self._exchange(call, manner)
        followed = 0
        while call.redirects and answer.fault is None and answer.response and answer.response.status in REDIRECTS:
            followed += 1
            if followed > call.redirects:
                fault = Fault(say("answers.too-many-redirects", most=call.redirects))
                return replace(answer, fault=fault)
            redirected = _redirected(call, answer.response, manner.port)
            if isinstance(redirected, Fault):
                return replace(answer, fault=redirected)
            call = redirected
            answer = self._exchange(call, manner)
        return answer

    def close(self) -> None:
        """Close the connections that were kept."""
        for connection in self._kept.values():
            connection.close()
        self._kept.clear()

    def _exchange(self, call: Call, manner: Manner) -> Answer:
        started, clock = self._recorder.now(), time.monotonic()
        headers = headers_of(call, manner)
        response, fault, received = self._talk(call, headers, manner)
        seconds = time.monotonic() - clock
        body = call.body or b""
        wire = Wire(
            port=manner.port,
            request=Request(call.method, call.target, headers, body, len(body)),
            response=response,
            received=received,
            fault=fault.words if fault else "",
            client=manner.client,
        )
        index = self._recorder.record(ExchangeKind.HTTP, f"{call.method} {call.target}", wire, started)
        return Answer(index, body, response, fault, seconds)

    def _talk(self, call: Call, headers: Headers, manner: Manner) -> tuple[Response | None, Fault | None, bytes]:
        """Send the request and read the answer; with a fault, also return the bytes that did come."""
        try:
            connection = self._connection(manner)
        except Fault as fault:
            return None, fault, b""
        response = None
        try:
            connection.transcript.clear()
            _queue(connection, call, headers)
            reader = AnswerReader(connection, Bounds(manner.deadline, manner.body_cap))
            response = reader.read(call.method)
            if manner.keep_alive:
                self._keep(connection, manner)
            else:
                reader.refuse_surplus(call.method, response.status)
        except Fault as fault:
            return response, fault, bytes(connection.transcript)
        finally:
            if connection not in self._kept.values():
                connection.close()
        return response, None, b""

    def _connection(self, manner: Manner) -> Connection:
        kept = self._kept.pop((manner.keep_alive, manner.port), None) if manner.keep_alive else None
        if kept is None:
            return connect(manner.port, manner.deadline, manner.refusals)
        # Opened anew in silence, a server that never keeps connections would pass.
        if kept.ended:
            raise Fault(say("answers.not-kept-alive"))
        return kept

    def _keep(self, connection: Connection, manner: Manner) -> None:
        # A request that was answered before it was sent whole has left half of itself in the line.
        if not connection.sending:
            self._kept[manner.keep_alive, manner.port] = connection


def headers_of(call: Call, manner: Manner) -> Headers:
    """Return the headers of a call in the order in which they are sent."""
    standard: dict[str, str] = {
        "Host": f"{HOST}:{manner.port}",
        "User-Agent": f"kata/{__version__}",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "keep-alive" if manner.keep_alive else "close",
    }
    # Ours keep their place when an author replaces them: Host first, as every client sends it.
    own = {name.lower(): (name, value) for name, value in call.headers.items()}
    headers: list[tuple[str, str]] = []
    for name, value in (standard | _framing(call)).items():
        headers += _values(*own.pop(name.lower(), (name, value)))
    for name, given in own.values():
        headers += _values(name, given)
    return tuple(headers)


def _framing(call: Call) -> dict[str, str]:
    """Return the headers that describe the body; a length that the author wrote takes the place of ours."""
    described: dict[str, str] = {}
    if call.body is not None and call.media_type:
        described["Content-Type"] = call.media_type
    if call.framing == "chunked":
        described["Transfer-Encoding"] = "chunked"
    elif call.body is not None or call.method in METHODS_WITH_BODY:
        described["Content-Length"] = str(len(call.body or b""))
    return described


def _values(name: str, given: Any) -> list[tuple[str, str]]:
    if given is None:
        return []
    return [(name, as_text(value)) for value in (given if isinstance(given, list) else [given])]


def _queue(connection: Connection, call: Call, headers: Headers) -> None:
    """Put the request's bytes in line exactly as they are written: no library makes them prettier."""
    lines = [f"{call.method} {call.target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    head = "\r\n".join(lines).encode("utf-8", "surrogatepass")
    body = _chunks(call.body or b"") if call.framing == "chunked" else call.body or b""
    # Head and body in one write where it is cheap: two small ones cost 40 ms on servers that wait for the second.
    if len(body) <= ONE_WRITE:
        connection.queue(head + body)
    else:
        connection.queue(head)
        connection.queue(body)


def _chunks(body: bytes) -> bytes:
    """Return the body in chunks, two at least where it has two bytes."""
    size = max(1, min(CHUNK, (len(body) + 1) // 2))
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def _redirected(call: Call, response: Response, port: int) -> Call | Fault:
    """Return the next call of a redirect; one that leaves the server under test is a fault."""
    location = response.header("Location")
    if location is None:
        return Fault(say("answers.no-location", status=response.status))
    target = local_target(urljoin(f"http://{HOST}:{port}{call.target}", location), port)
    if target is None:
        return Fault(say("answers.redirect-elsewhere", location=location[:100]))
    # As browsers do: after 301, 302 and 303 a POST goes on as a GET without a body.
    if response.status in SAME_METHOD or call.method in ("GET", "HEAD"):
        return replace(call, target=target)
    return replace(call, method="GET", target=target, body=None, framing="length")


def local_target(url: str, port: int) -> str | None:
    """Return the path and query of a URL on the server under test, or None when it leads elsewhere."""
    try:
        parts = urlsplit(url)
        here = parts.scheme == "http" and parts.hostname in (HOST, "localhost") and (parts.port or 80) == port
    except ValueError:
        return None
    if not here:
        return None
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
