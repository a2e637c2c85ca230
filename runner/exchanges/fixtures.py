"""What a Python check is given beside its client: the server, raw connections, and `expect`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from runner.errors import SuiteError
from runner.evidence import Exchange, ExchangeKind, Response
from runner.exchanges.actions.process import WITHIN, ProcessSteps
from runner.exchanges.client import Answer
from runner.exchanges.connection import HOST
from runner.exchanges.deadlines import Deadline
from runner.exchanges.expecting import expect_answer
from runner.exchanges.faults import Closed, Fault
from runner.exchanges.raw import RawStream
from runner.exchanges.recorder import Wire
from runner.exchanges.scene import Evidence, Scene
from runner.model import Sharing
from runner.ports import MAIN, Ending, Endpoint, Environment
from runner.words import say

Given = TypeVar("Given")

DEADLINE: Final = 5.0
ANSWER: Final = "kata_answer"  # where an httpx.Response carries the answer that it was made of
EVIDENCE: Final = "kata_evidence"


@dataclass(frozen=True, slots=True)
class Instance:
    """Where one instance of the server is reached."""

    name: str
    port: int

    @property
    def base_url(self) -> str:
        """Return the URL without a path."""
        return f"http://{HOST}:{self.port}"


@dataclass(frozen=True, slots=True)
class Server:
    """The server of a Python check."""

    _scene: Scene

    @property
    def port(self) -> int:
        """Return the port that it listens on now; a restart changes it."""
        return self._scene.endpoint().port

    @property
    def data(self) -> str:
        """Return the path of KATA_DATA."""
        self._scene.in_data = True
        return self._scene.endpoint().data

    @property
    def base_url(self) -> str:
        """Return the URL without a path."""
        return f"http://{HOST}:{self.port}"

    def restart(self, by: str = "kill", env: Environment | None = None) -> Instance:
        """End it (`kill` or `terminate`) and start it again with the same data."""
        return _instance(ProcessSteps(self._scene).restart(by, env))

    def start(self, env: Environment | None = None) -> Instance:
        """Start it again after `kill` or `terminate`."""
        return _instance(ProcessSteps(self._scene).start(env))

    def kill(self) -> None:
        """Kill -9 it and leave it dead."""
        ProcessSteps(self._scene).kill()

    def terminate(self, within: float = WITHIN, code: int | None = None) -> Ending:
        """Send SIGTERM and hold that it ends in time."""
        return ProcessSteps(self._scene).terminate(within, code)

    def start_twice(self, name: str) -> Instance:
        """Start it again, and another instance on the same data in the same moment; return the other."""
        return _instance(ProcessSteps(self._scene).start_twice(name))

    def break_off_start(self, after: float = 0.0) -> Ending:
        """Start it, and kill -9 it so many seconds after it first changed its data, ready or not."""
        return ProcessSteps(self._scene).break_off_start(after)

    def refuses_to_start(
        self, env: Environment, within: float = WITHIN, log: Any = None, data: str = "fresh"
    ) -> Ending:
        """Hold that the program ends by itself with this environment, on `fresh` or on its `shared` data."""
        return ProcessSteps(self._scene).refuses_to_start(env, within, log, Sharing(data))

    def second(self, name: str, env: Environment | None = None) -> Instance:
        """Start another instance on the same data."""
        return _instance(ProcessSteps(self._scene).second(name, env))

    def stop(self, name: str) -> None:
        """Kill -9 a second instance."""
        ProcessSteps(self._scene).stop(name)

    def log(self) -> str:
        """Return what it printed since the check began."""
        return self._scene.control.log(self._scene.log_start)

    def open_files(self) -> int:
        """Count the files and sockets that it holds open."""
        return self._scene.control.open_files()

    def sql(self, query: str, file: str = "") -> list[list[Any]]:
        """Run a read-only query on the SQLite file in KATA_DATA."""
        return self._scene.control.sql(query, file)

    def data_search(self, needle: bytes) -> tuple[str, ...]:
        """Return the files in KATA_DATA that hold these bytes."""
        return self._scene.control.data_search(needle)


def _instance(endpoint: Endpoint) -> Instance:
    return Instance(endpoint.name, endpoint.port)


class RawConnection:
    """A recorded connection of a Python check; what goes wrong on it ends the check with a card."""

    def __init__(self, scene: Scene, server: str = MAIN) -> None:
        self._scene = scene
        self._server = server
        self._port = scene.endpoint(server).port
        self._stream = self._do(say("steps.do.open"), lambda limit: RawStream(self._port, limit))
        scene.on_close(self._stream.close)

    def send(self, content: bytes) -> None:
        """Send bytes."""
        self._do(
            say("steps.do.send", count=len(content)),
            lambda limit: self._stream.send(iter([content]), 0, limit),
            content,
        )

    def receive(self, count: int, deadline: float = DEADLINE) -> bytes:
        """Return exactly so many bytes."""
        return self._do(
            say("steps.do.receive", count=count), lambda limit: self._stream.read(count, limit), seconds=deadline
        )

    def receive_line(self, deadline: float = DEADLINE) -> bytes:
        """Return the next line without its line feed."""
        return self._do(say("steps.do.receive-line"), self._stream.read_line, seconds=deadline)

    def receive_until_close(self, deadline: float = DEADLINE) -> bytes:
        """Return everything up to the end of the connection."""
        return self._do(say("steps.do.receive-all"), self._stream.read_all, seconds=deadline)

    def receive_response(self, deadline: float = DEADLINE) -> Response:
        """Return the next HTTP answer."""
        return self._do(say("steps.do.receive-answer"), self._stream.read_response, seconds=deadline)

    def half_close(self) -> None:
        """Tell the server that no more will come from us."""
        self._stream.half_close()

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def abort(self) -> None:
        """Close the connection abruptly."""
        self._stream.abort()

    def _do(self, label: str, act: Callable[[Deadline], Given], sent: bytes = b"", seconds: float = DEADLINE) -> Given:
        scene = self._scene
        limit, log_size, started = scene.limit(seconds), scene.control.log_size(self._server), scene.recorder.now()
        fault = None
        try:
            return act(limit)
        except Fault as raised:
            fault = raised
        finally:
            exchange = self._record(label, sent, fault, started)
        raise scene.failed(fault, Evidence(exchange, say("steps.raw.doing", what=label), self._server, log_size))

    def _record(self, label: str, sent: bytes, fault: Fault | None, started: float) -> int:
        stream: RawStream | None = getattr(self, "_stream", None)  # not there while it is being opened
        wire = Wire(
            port=self._port,
            sent=sent,
            received=stream.transcript(of_failure=fault is not None) if stream else b"",
            fault=fault.words if fault else "",
        )
        return self._scene.recorder.record(ExchangeKind.RAW, say("steps.raw.doing", what=label), wire, started)


def expect(scene: Scene, answer: Any, expectation: Mapping[str, Any]) -> None:
    """Hold an httpx.Response, a Response or an Exchange against an expectation."""
    taken, evidence = _taken(scene, answer)
    wanted = scene.values.fill_expectation(expectation)
    problem = expect_answer(wanted, taken, scene.values.get)
    if problem:
        raise scene.failed(problem, replace(evidence, expectation=wanted))


def _taken(scene: Scene, answer: Any) -> tuple[Answer, Evidence]:
    extensions = getattr(answer, "extensions", None)
    if isinstance(extensions, Mapping) and ANSWER in extensions:
        return extensions[ANSWER], extensions[EVIDENCE]
    last = len(scene.exchanges) - 1
    if isinstance(answer, Response):
        return Answer(last, b"", answer, None, 0.0), Evidence(last)
    if isinstance(answer, Exchange):
        fault = Closed(answer.fault) if answer.fault else None
        sent = answer.request.body if answer.request else b""
        index = next((at for at, known in enumerate(scene.exchanges) if known is answer), last)
        return Answer(index, sent, answer.response, fault, _seconds(answer)), Evidence(index)
    raise SuiteError(f"the check `{scene.check.id}` gives `expect` a {type(answer).__name__}, which is no answer")


def _seconds(exchange: Exchange) -> float:
    return (exchange.ended_ms - exchange.started_ms) / 1000
