"""The client of Python checks: httpx in front, our bounded and recorded client behind. Nothing else imports httpx."""

from __future__ import annotations

import threading
from typing import Any, Final

import httpx

from runner import __version__
from runner.evidence import Failure, Response
from runner.exchanges.calling import DEADLINE, DEADLINE_OF_MANY
from runner.exchanges.client import Answer, Call, Manner
from runner.exchanges.connection import HOST
from runner.exchanges.faults import Fault, Mismatch, mismatch
from runner.exchanges.fixtures import ANSWER, EVIDENCE
from runner.exchanges.scene import Evidence, Scene
from runner.words import say

LONGEST: Final = 30.0
HEADERS: Final = {
    "User-Agent": f"kata/{__version__}",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
# What described the body on the wire; httpx is given it read, joined and inflated.
FRAMING: Final = frozenset({"content-encoding", "transfer-encoding"})
INFLATED: Final = FRAMING | {"content-length"}


class BrokenExchange(Mismatch, httpx.TransportError):
    """A request without a whole answer: a failed check, unless the test catches httpx.TransportError."""

    def __init__(self, failure: Failure, request: httpx.Request) -> None:
        Mismatch.__init__(self, failure)
        self.request = request


class RecordingTransport(httpx.BaseTransport):
    """Send each request over the scene's own client, to the server under test and nowhere else.

    A test that sends from threads of its own sends many requests at once.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._log_sizes: dict[str, int] = {}  # of each server, when the test itself last sent something

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Make the call and return what came back."""
        scene = self._scene
        server = scene.server_at(request.url.port or 80) if request.url.host in (HOST, "localhost") else None
        if server is None or request.url.scheme != "http":
            raise mismatch(say("answers.url-elsewhere", url=str(request.url)[:100]), where="url")
        is_one_of_many = threading.current_thread() is not threading.main_thread()
        deadline = scene.limit(_seconds(request, DEADLINE_OF_MANY if is_one_of_many else DEADLINE))
        # Requests that are sent at once would wait for each other to ask this, and not be sent at once.
        if not is_one_of_many or server not in self._log_sizes:
            self._log_sizes[server] = scene.control.log_size(server)
        log_size = self._log_sizes[server]
        call = _call(request, scene.endpoint(server).port)
        answer = scene.http.send(call, Manner(deadline, scene.endpoint(server).port))
        evidence = Evidence(answer.exchange, f"{call.method} {call.target[:80]}", server, log_size, {})
        if answer.fault is not None or answer.response is None:
            failure = scene.failed(answer.fault or Fault(say("expecting.there-is-no-answer")), evidence).failure
            raise BrokenExchange(failure, request)
        return _response(answer, answer.response, evidence, request)


def open_client(scene: Scene) -> httpx.Client:
    """Return a client whose base URL is the server; after a restart it follows to the new port."""
    client = httpx.Client(
        transport=RecordingTransport(scene),
        base_url=f"http://{HOST}:{scene.endpoint().port}",
        headers=HEADERS,
        timeout=None,  # noqa: S113 (the transport knows how long, by who asks)
        trust_env=False,
        follow_redirects=False,
    )
    scene.on_close(client.close)
    return client


def _seconds(request: httpx.Request, otherwise: float) -> float:
    limits: dict[str, Any] = request.extensions.get("timeout", {})
    seconds: float | None = limits.get("read")
    return min(seconds, LONGEST) if seconds else otherwise


def _call(request: httpx.Request, port: int) -> Call:
    headers: dict[str, str | list[str] | None] = {}
    for name, value in request.headers.raw:
        held = headers.setdefault(name.decode("latin-1"), [])
        if isinstance(held, list):
            held.append(value.decode("latin-1"))
    chunked = "chunked" in request.headers.get("Transfer-Encoding", "")
    # Unless a test says otherwise, the server is addressed by the port that it has now.
    if request.headers.get("Host") == request.url.netloc.decode("ascii"):
        headers["Host"] = f"{HOST}:{port}"
    return Call(
        method=request.method,
        target=request.url.raw_path.decode("ascii"),
        headers=headers,
        body=request.read() or None,
        framing="chunked" if chunked else "length",
    )


def _response(answer: Answer, response: Response, evidence: Evidence, request: httpx.Request) -> httpx.Response:
    dropped = FRAMING if response.header("Content-Encoding") is None else INFLATED
    headers = [(name, value) for name, value in response.headers if name.lower() not in dropped]
    return httpx.Response(
        response.status,
        headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        content=response.body,
        request=request,
        extensions={ANSWER: answer, EVIDENCE: evidence, "reason_phrase": response.reason.encode("latin-1")},
    )
