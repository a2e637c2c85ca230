"""The step `request`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from runner.exchanges.calling import DEADLINE, call_of, jar_of
from runner.exchanges.capturing import capture_answer
from runner.exchanges.client import Answer, Manner
from runner.exchanges.differences import Difference
from runner.exchanges.expecting import expect_answer
from runner.exchanges.faults import Fault
from runner.exchanges.scene import Evidence, Scene
from runner.ports import MAIN


def request(scene: Scene, step: Mapping[str, Any]) -> None:
    """Send one request, hold its answer against what is expected, and keep what is captured."""
    server = scene.text(step, "to", MAIN)
    with scene.using(server) as endpoint:
        deadline = scene.limit(scene.number(step, "deadline", DEADLINE))
        log_size = scene.control.log_size(server)
        call = call_of(scene, step)
        manner = Manner(deadline, endpoint.port, keep_alive=scene.text(step, "keep_alive"))
        answer = scene.http.send(call, manner)
        expectation = scene.values.fill_expectation(step.get("expect", {}))
        evidence = Evidence(answer.exchange, f"{call.method} {call.target[:80]}", server, log_size, expectation)
        problem = expect_answer(expectation, answer, scene.values.get)
        if problem:
            raise scene.failed(problem, evidence)
        _keep_cookies(scene, step, answer)
        _capture(scene, step, answer, evidence)


def _keep_cookies(scene: Scene, step: Mapping[str, Any], answer: Answer) -> None:
    if "jar" in step and answer.response is not None:
        jar_of(scene, step).keep(answer.response)


def _capture(scene: Scene, step: Mapping[str, Any], answer: Answer, evidence: Evidence) -> None:
    for name, source in step.get("capture", {}).items():
        try:
            value = capture_answer(scene.values.fill(source), answer)
        except Fault as fault:
            raise scene.failed(fault, evidence) from None
        if isinstance(value, Difference):
            raise scene.failed(value, evidence)
        scene.values.give(name, value)


ACTIONS: Final = {"request": request}
