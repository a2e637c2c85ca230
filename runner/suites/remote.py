"""The two halves of one seam: a ServerControl that asks over the channel, and the other end that obeys."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from runner.evidence import Explanation, Symptom
from runner.model import Sharing
from runner.ports import MAIN, Ending, Endpoint, Environment, Looking, ServerControl
from runner.suites.channel import Channel


class RemoteControl:
    """A ServerControl in the suite's process: each call is one question to the supervisor."""

    def __init__(self, channel: Channel) -> None:
        self._ask = channel.ask

    def acquire(self, server: Sharing, data: Sharing, env: Environment) -> Endpoint:
        """Return a live server for the next check."""
        return Endpoint(**self._ask("acquire", server=server, data=data, env=dict(env)))

    def restart(self, by: str, env: Environment | None = None) -> Endpoint:
        """End the main server and start it on a new port."""
        return Endpoint(**self._ask("restart", by=by, env=_plain(env)))

    def kill(self) -> Ending:
        """Kill -9 the main server."""
        return Ending(**self._ask("kill"))

    def terminate(self, within: float) -> Ending:
        """Send SIGTERM and wait."""
        return Ending(**self._ask("terminate", within=within))

    def start(self, env: Environment | None = None) -> Endpoint:
        """Start the main server again."""
        return Endpoint(**self._ask("start", env=_plain(env)))

    def start_twice(self, name: str) -> tuple[Endpoint, Endpoint]:
        """Start the main server again and another instance in the same moment."""
        main, other = self._ask("start_twice", name=name)
        return Endpoint(**main), Endpoint(**other)

    def break_off_start(self, after: float) -> Ending:
        """Start the main server and kill -9 it while it changes its data."""
        return Ending(**self._ask("break_off_start", after=after))

    def refuses_to_start(self, env: Environment, within: float, data: Sharing = Sharing.FRESH) -> Ending:
        """Start a program that should end by itself."""
        return Ending(**self._ask("refuses_to_start", env=dict(env), within=within, data=data))

    def second(self, name: str, env: Environment | None = None) -> Endpoint:
        """Start another instance on the same data."""
        return Endpoint(**self._ask("second", name=name, env=_plain(env)))

    def stop(self, name: str) -> Ending:
        """Kill -9 a second instance."""
        return Ending(**self._ask("stop", name=name))

    def ended(self, name: str = MAIN) -> Ending | None:
        """Return how a server ended, or None while it runs."""
        answer = self._ask("ended", name=name)
        return None if answer is None else Ending(**answer)

    def log_size(self, name: str = MAIN) -> int:
        """Return how many bytes the server has printed."""
        return int(self._ask("log_size", name=name))

    def log(self, since: int = 0, name: str = MAIN) -> str:
        """Return what the server printed after that many bytes."""
        return str(self._ask("log", since=since, name=name))

    def data_search(self, needle: bytes) -> tuple[str, ...]:
        """Return the files under KATA_DATA that hold these bytes."""
        return tuple(self._ask("data_search", needle=base64.b64encode(needle).decode()))

    def sql(self, query: str, file: str = "") -> list[list[Any]]:
        """Run a read-only query on the SQLite file in KATA_DATA."""
        rows: list[list[Any]] = self._ask("sql", query=query, file=file)
        return rows

    def open_files(self, name: str = MAIN) -> int:
        """Count the files and sockets that the server holds open."""
        return int(self._ask("open_files", name=name))

    def explain(self, symptom: Symptom, since: int = 0, name: str = MAIN) -> Explanation:
        """Return why a server owes an answer."""
        return Explanation(**self._ask("explain", symptom=str(symptom), since=since, name=name))


def _plain(env: Environment | None) -> dict[str, str | None] | None:
    return None if env is None else dict(env)


def obey(control: ServerControl, verb: str, arguments: Mapping[str, Any]) -> Any:
    """Do what the suite asks and return plain data; a verb that is not listed is refused."""
    if verb not in VERBS:
        msg = f"the suite asked for {verb!r}, which the supervisor does not know"
        raise ValueError(msg)
    return _plain_result(VERBS[verb](control, dict(arguments)))


def _plain_result(result: Any) -> Any:
    return asdict(result) if isinstance(result, Endpoint | Ending | Explanation) else result


def _acquire(control: ServerControl, given: dict[str, Any]) -> Endpoint:
    return control.acquire(Sharing(given["server"]), Sharing(given["data"]), given["env"])


def _start_twice(control: ServerControl, given: dict[str, Any]) -> list[dict[str, Any]]:
    return [asdict(endpoint) for endpoint in control.start_twice(**given)]


def _refuses_to_start(control: ServerControl, given: dict[str, Any]) -> Ending:
    return control.refuses_to_start(given["env"], given["within"], Sharing(given["data"]))


def _data_search(control: ServerControl, given: dict[str, Any]) -> tuple[str, ...]:
    return control.data_search(base64.b64decode(given["needle"]))


def _sql(control: ServerControl, given: dict[str, Any]) -> list[list[Any]]:
    rows = control.sql(**given)
    return [[cell.hex() if isinstance(cell, bytes) else cell for cell in row] for row in rows]


def _look(control: ServerControl, given: dict[str, Any]) -> None:
    if isinstance(control, Looking):
        control.look(**given)


def _explain(control: ServerControl, given: dict[str, Any]) -> Explanation:
    return control.explain(Symptom(given["symptom"]), given["since"], given["name"])


VERBS: Mapping[str, Callable[[ServerControl, dict[str, Any]], Any]] = {
    "acquire": _acquire,
    "restart": lambda control, given: control.restart(**given),
    "kill": lambda control, given: control.kill(**given),
    "terminate": lambda control, given: control.terminate(**given),
    "start": lambda control, given: control.start(**given),
    "start_twice": _start_twice,
    "break_off_start": lambda control, given: control.break_off_start(**given),
    "refuses_to_start": _refuses_to_start,
    "second": lambda control, given: control.second(**given),
    "stop": lambda control, given: control.stop(**given),
    "ended": lambda control, given: control.ended(**given),
    "log_size": lambda control, given: control.log_size(**given),
    "log": lambda control, given: control.log(**given),
    "data_search": _data_search,
    "sql": _sql,
    "look": _look,
    "open_files": lambda control, given: control.open_files(**given),
    "explain": _explain,
}
