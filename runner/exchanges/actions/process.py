"""Steps that act on the server's process: restart, kill, terminate, start, second, stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from runner.errors import LaunchError
from runner.exchanges.differences import Difference
from runner.exchanges.events import with_environment
from runner.exchanges.matching import match
from runner.exchanges.scene import Evidence, Scene, ending_in_words
from runner.model import Sharing
from runner.ports import MAIN, Ending, Endpoint, Environment
from runner.words import say

Given = TypeVar("Given")

WITHIN: Final = 5.0


@dataclass(frozen=True, slots=True)
class ProcessSteps:
    """What can be done to the server's process, by steps and by Python checks alike."""

    scene: Scene

    def restart(self, by: str = "kill", env: Environment | None = None) -> Endpoint:
        """End the server and start it again with the same data."""
        how = "kill -9" if by == "kill" else "SIGTERM"
        return self._start(with_environment(f"restart after {how}", env), lambda: self.scene.control.restart(by, env))

    def start(self, env: Environment | None = None) -> Endpoint:
        """Start the server again."""
        return self._start(with_environment("start again", env), lambda: self.scene.control.start(env))

    def second(self, name: str, env: Environment | None = None) -> Endpoint:
        """Start another instance on the same data."""
        label = with_environment(f"start a second server, {name}", env)
        return self._start(label, lambda: self.scene.control.second(name, env), name)

    def start_twice(self, name: str) -> Endpoint:
        """Start the server again and another instance on the same data in the same moment."""
        others: list[Endpoint] = []

        def start() -> Endpoint:
            main, other = self.scene.control.start_twice(name)
            others.append(other)
            return main

        self._start(f"start again, and a second server, {name}, in the same moment", start)
        self.scene.enter(others[0], name)
        return others[0]

    def break_off_start(self, after: float) -> Ending:
        """Start the server and kill -9 it so long after it first changed its data."""
        ending, _ = self._do("start, and kill -9 while it starts", lambda: self.scene.control.break_off_start(after))
        return ending

    def kill(self) -> None:
        """Kill -9 the server and leave it dead."""
        self._do("kill -9", self.scene.control.kill)

    def stop(self, name: str) -> None:
        """Kill -9 a second instance."""
        self._do(f"kill -9 the second server, {name}", lambda: self.scene.control.stop(name))
        self.scene.leave(name)

    def terminate(self, within: float = WITHIN, code: int | None = None) -> Ending:
        """Send SIGTERM and hold that the server ends in time, with that code if one is given."""
        log_size = self.scene.control.log_size()
        ending, exchange = self._do("SIGTERM", lambda: self.scene.control.terminate(within))
        evidence = Evidence(exchange, "SIGTERM", MAIN, log_size)
        if ending.code is None:
            came = say("steps.terminate.actual", within=within)
            summary = say("steps.terminate.summary", within=within)
            raise self.scene.failed(
                Difference("server", say("steps.terminate.expected", within=within), came, summary), evidence
            )
        if code is not None and ending.code != code:
            how = ending_in_words(ending)
            summary = say("steps.terminate.code", how=how, code=code)
            raise self.scene.failed(Difference("exit code", str(code), how, summary), evidence)
        return ending

    def refuses_to_start(
        self, env: Environment, within: float = WITHIN, log: Any = None, data: Sharing = Sharing.FRESH
    ) -> Ending:
        """Hold that a program with this environment ends by itself with a code other than 0."""
        refuse = self.scene.control.refuses_to_start
        ending, exchange = self._do("start, expecting it to refuse", lambda: refuse(env, within, data))
        difference = None
        if ending.code is None or ending.code == 0:
            how = ending_in_words(ending)
            wanted = say("steps.refuse.expected", within=within)
            difference = Difference("exit code", wanted, how, say("steps.refuse.summary", how=how, wanted=wanted))
        elif log is not None:
            difference = match(log, ending.log, say("steps.what-it-printed"))
        if difference:
            # What that program printed, not the main server, which may never have run.
            mismatch = self.scene.failed(difference, Evidence(exchange))
            raise mismatch.with_log(ending.log)
        return ending

    def _start(self, label: str, start: Callable[[], Endpoint], name: str = MAIN) -> Endpoint:
        started = self.scene.recorder.now()
        try:
            with self.scene.clock_stopped():
                endpoint = start()
        except LaunchError as error:
            exchange = self.scene.note(label, started, fault=error.what)
            raise self.scene.launch_failed(error, label, exchange) from None
        self.scene.note(label, started, port=endpoint.port)
        self.scene.enter(endpoint, name)
        return endpoint

    def _do(self, label: str, act: Callable[[], Given]) -> tuple[Given, int]:
        started = self.scene.recorder.now()
        with self.scene.clock_stopped():
            given = act()
        return given, self.scene.note(label, started)


def _environment(scene: Scene, spec: Any) -> Environment | None:
    if not isinstance(spec, Mapping) or "env" not in spec:
        return None
    filled: dict[str, str | None] = scene.values.fill(dict(spec["env"]))
    return filled


def _restart(scene: Scene, step: Mapping[str, Any]) -> None:
    ProcessSteps(scene).restart(step["restart"])


def _kill(scene: Scene, _step: Mapping[str, Any]) -> None:
    ProcessSteps(scene).kill()


def _terminate(scene: Scene, step: Mapping[str, Any]) -> None:
    spec = step["terminate"] if isinstance(step["terminate"], Mapping) else {}
    ProcessSteps(scene).terminate(scene.number(spec, "within", WITHIN), spec.get("code"))


def _start(scene: Scene, _step: Mapping[str, Any]) -> None:
    ProcessSteps(scene).start()


def _start_with(scene: Scene, step: Mapping[str, Any]) -> None:
    ProcessSteps(scene).restart("kill", _environment(scene, step["start_with"]))


def _refuses_to_start(scene: Scene, step: Mapping[str, Any]) -> None:
    spec = step["refuses_to_start"]
    log = scene.values.fill_expectation(spec["log"]) if "log" in spec else None
    ProcessSteps(scene).refuses_to_start(_environment(scene, spec) or {}, scene.number(spec, "within", WITHIN), log)


def _second(scene: Scene, step: Mapping[str, Any]) -> None:
    spec = step["second"]
    name = scene.text(spec if isinstance(spec, Mapping) else {"name": spec}, "name")
    ProcessSteps(scene).second(name, _environment(scene, spec))


def _stop(scene: Scene, step: Mapping[str, Any]) -> None:
    ProcessSteps(scene).stop(scene.text(step, "stop"))


ACTIONS: Final = {
    "restart": _restart,
    "kill": _kill,
    "terminate": _terminate,
    "start": _start,
    "start_with": _start_with,
    "refuses_to_start": _refuses_to_start,
    "second": _second,
    "stop": _stop,
}
