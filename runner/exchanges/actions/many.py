"""The step `together`: many requests released at one barrier."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final

from runner.exchanges.across import Offence, expect_together
from runner.exchanges.answers import BODY_CAP
from runner.exchanges.calling import DEADLINE_OF_MANY, call_of
from runner.exchanges.capturing import capture_answer
from runner.exchanges.client import Answer, Call, Client, Manner
from runner.exchanges.differences import Difference
from runner.exchanges.faults import Fault
from runner.exchanges.scene import Evidence, Scene
from runner.ports import MAIN
from runner.words import say

SMALLEST_CAP: Final = 128 * 1024
MOST_CLIENTS: Final = 50
GATHERING: Final = 10.0  # seconds until all threads must stand at the barrier


def together(scene: Scene, step: Mapping[str, Any]) -> None:
    """Release so many requests at once, and hold all answers together against what is expected."""
    spec = step["together"]
    server = scene.text(spec, "to", MAIN)
    with scene.using(server) as endpoint:
        calls = _calls(scene, spec)
        # All clients together may hold as much in memory as one alone.
        cap = max(SMALLEST_CAP, BODY_CAP // len(calls))
        log_size = scene.control.log_size(server)
        seconds = scene.number(spec, "deadline", DEADLINE_OF_MANY)
        deadline = scene.limit(seconds)
        manners = [
            Manner(deadline, endpoint.port, client=number, body_cap=cap, refusals=seconds)
            for number in range(len(calls))
        ]
        answers = _release(scene.http, calls, manners)
        label = say("steps.together", count=len(calls), method=calls[0].method, target=calls[0].target[:60])
        expectation = scene.values.fill_expectation(_beside(step, spec, "expect"))
        offence = expect_together(expectation, answers, scene.values.get)
        if offence:
            evidence = Evidence(answers[offence.client].exchange, label, server, log_size, expectation)
            raise scene.failed(_blamed(scene, offence, answers, server), evidence)
        _capture(scene, _beside(step, spec, "capture"), answers)


def _beside(step: Mapping[str, Any], spec: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = step.get(key) or spec.get(key) or {}
    return found


def _calls(scene: Scene, spec: Mapping[str, Any]) -> list[Call]:
    requests: Sequence[Mapping[str, Any]] = spec.get("requests") or [spec]
    calls = []
    clients = int(scene.number(spec, "clients", len(requests)))
    for number in range(max(1, min(clients, MOST_CLIENTS))):
        with scene.naming({"i": number}):
            calls.append(call_of(scene, requests[number % len(requests)]))
    return calls


def _release(client: Client, calls: Sequence[Call], manners: Sequence[Manner]) -> list[Answer]:
    """Send all calls at one moment: each thread has its request ready and waits for the others."""
    from concurrent.futures import ThreadPoolExecutor  # 15 ms that most suites have no use for

    barrier = threading.Barrier(len(calls))

    def send(call: Call, manner: Manner) -> Answer:
        barrier.wait(GATHERING)
        return client.send(call, manner)

    with ThreadPoolExecutor(max_workers=len(calls)) as threads:
        return list(threads.map(send, calls, manners))


def _blamed(scene: Scene, offence: Offence, answers: Sequence[Answer], server: str) -> Difference | Fault:
    """Return the fault of an unanswered client instead of a wrong count when the server ended."""
    if isinstance(offence.problem, Fault):
        return offence.problem
    # A crash explains the wrong count, not the other way round.
    fault = next((answer.fault for answer in answers if answer.fault), None)
    return fault if fault and scene.control.ended(server) else offence.problem


def _capture(scene: Scene, capture: Mapping[str, Any], answers: Sequence[Answer]) -> None:
    """Give each name the list of what was found, one value for an answer that has it."""
    for name, source in capture.items():
        found = [_found(scene.values.fill(source), answer) for answer in answers]
        scene.values.give(name, [value for value in found if not isinstance(value, Difference)])


def _found(source: Any, answer: Answer) -> Any:
    try:
        return capture_answer(source, answer)
    except Fault as fault:
        return Difference("answer", say("expecting.value"), say("expecting.nothing"), fault.words)


ACTIONS: Final = {"together": together}
