"""The step `raw`: bytes on a named connection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from runner.evidence import ExchangeKind
from runner.exchanges.bodies import decoded, filled
from runner.exchanges.capturing import capture_answer, capture_regex
from runner.exchanges.deadlines import Deadline
from runner.exchanges.differences import Difference, Problem, missing
from runner.exchanges.events import sending_label
from runner.exchanges.faults import Fault
from runner.exchanges.raw import RawStream, in_segments
from runner.exchanges.raw_expecting import RawStep, expect_raw
from runner.exchanges.recorder import Wire
from runner.exchanges.scene import Evidence, Scene
from runner.ports import MAIN
from runner.words import say

DEADLINE: Final = 5.0
PAUSE: Final = 0.02
WITHOUT_LINE_FEED: Final = bytes.maketrans(b"\n", b"\x0b")


def raw(scene: Scene, step: Mapping[str, Any]) -> None:
    """Send bytes, wait for what is expected, keep what is captured; one exchange a step."""
    server = scene.text(step, "to", MAIN)
    step = {**step, "raw": scene.text(step, "raw")}  # `client${i}` is another one in each round
    with scene.using(server):
        deadline = scene.limit(scene.number(step, "deadline", DEADLINE))
        log_size = scene.control.log_size(server)
        started = scene.recorder.now()
        sent = _sent(scene, step)
        expectation = scene.values.fill_expectation(step.get("expect", {}))
        problem, done = _act(scene, step, sent, expectation, deadline)
        exchange = _record(scene, step, sent, problem, started)
        evidence = Evidence(exchange, say("steps.raw.name", name=step["raw"]), server, log_size, expectation)
        if problem:
            raise scene.failed(problem, evidence)
        if done is not None:
            _capture(scene, step, done, evidence)


def _act(
    scene: Scene, step: Mapping[str, Any], sent: bytes, expectation: Mapping[str, Any], deadline: Deadline
) -> tuple[Problem | None, RawStep | None]:
    try:
        stream = _stream(scene, step, deadline)
        if sent:
            pieces = in_segments(sent, step.get("segments", 1))
            deadline = stream.send(pieces, scene.number(step, "pause", PAUSE), deadline)
            deadline = deadline.no_later_than(scene.deadline)
        if step.get("half_close"):
            stream.half_close()
    except Fault as fault:
        return fault, None
    done = RawStep(stream, sent, deadline, scene.values.get)
    problem = expect_raw(expectation, done)
    _close(stream, step.get("close"))
    return problem, done


def _stream(scene: Scene, step: Mapping[str, Any], deadline: Deadline) -> RawStream:
    """Return the connection of that name, opened when the name is first used."""
    name = step["raw"]
    if name not in scene.raws:
        scene.raws[name] = RawStream(scene.endpoint(scene.text(step, "to", MAIN)).port, deadline)
    return scene.raws[name]


def _sent(scene: Scene, step: Mapping[str, Any]) -> bytes:
    """Return all that a step sends, in the order of the language."""
    values = scene.values
    content = scene.text(step, "send").encode("utf-8", "surrogatepass")
    if "send_base64" in step:
        content += decoded(values.fill(step["send_base64"]))
    if "send_fill" in step:
        content += filled(values.fill(step["send_fill"]), scene.fake).translate(WITHOUT_LINE_FEED)
    return content + scene.text(step, "send_then").encode("utf-8", "surrogatepass")


def _close(stream: RawStream, how: Any) -> None:
    if how == "reset":
        stream.abort()
    elif how:
        stream.close()


def _record(scene: Scene, step: Mapping[str, Any], sent: bytes, problem: Problem | None, started: float) -> int:
    name = step["raw"]
    stream = scene.raws.get(name)
    wire = Wire(
        port=scene.endpoint(scene.text(step, "to", MAIN)).port,
        sent=sent,
        received=stream.transcript(of_failure=problem is not None) if stream else b"",
        fault=problem.words if isinstance(problem, Fault) else "",
    )
    size = say("steps.raw.bytes-sent", count=len(sent)) if sent else ""
    segments = step.get("segments", 1)
    pieces = len(sent) if segments == "bytes" else min(int(segments), len(sent))
    how = "closed" if step.get("close") else "half-closed" if step.get("half_close") else ""
    label = sending_label(say("steps.raw.name", name=name) + size, pieces, how)
    index = scene.recorder.record(ExchangeKind.RAW, label, wire, started)
    if step.get("close") and stream:
        del scene.raws[name]
    return index


def _capture(scene: Scene, step: Mapping[str, Any], done: RawStep, evidence: Evidence) -> None:
    for name, source in step.get("capture", {}).items():
        value = _value(scene.values.fill(source), done)
        if isinstance(value, Difference):
            raise scene.failed(value, evidence)
        scene.values.give(name, value)


def _value(source: Any, done: RawStep) -> Any:
    if done.answers and not (isinstance(source, Mapping) and "line" in source):
        return capture_answer(source, done.answers[-1])
    text = done.text.decode("utf-8", "backslashreplace")
    if "regex" in source:
        return capture_regex(source["regex"], text, say("steps.what-came"))
    if "line" in source:
        return (
            done.lines[-1].decode("utf-8", "backslashreplace")
            if done.lines
            else missing(say("steps.line"), say("steps.a-line"))
        )
    return text


ACTIONS: Final = {"raw": raw}
