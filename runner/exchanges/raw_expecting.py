"""Raw expectations: what must arrive on a connection, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from runner.exchanges.bodies import decoded
from runner.exchanges.client import Answer
from runner.exchanges.deadlines import Deadline
from runner.exchanges.differences import Difference, Problem, differing_bytes
from runner.exchanges.expecting import LookUp, expect_answer
from runner.exchanges.faults import Fault
from runner.exchanges.json_text import as_text
from runner.exchanges.matching import match
from runner.exchanges.raw import ByteMismatch, RawStream
from runner.words import say


@dataclass(slots=True)
class RawStep:
    """What one step on a connection sent and found, for its expectations and captures."""

    stream: RawStream
    sent: bytes
    deadline: Deadline
    look_up: LookUp
    lines: list[bytes] = field(default_factory=list)
    text: bytes = b""
    answers: list[Answer] = field(default_factory=list)


def expect_raw(expectation: Mapping[str, Any], step: RawStep) -> Problem | None:
    """Wait for what a step expects, in the order in which it is written; return the first problem."""
    try:
        for key, wanted in expectation.items():
            problem = CHECKS[key](wanted, step)
            if problem:
                return problem
    except ByteMismatch as mismatch:
        return mismatch.difference
    except Fault as fault:
        return fault
    return None


def _line(matcher: Any, step: RawStep) -> Problem | None:
    return _read_and_match(matcher, step, say("steps.line"))


def _lines(matchers: list[Any], step: RawStep) -> Problem | None:
    for number, matcher in enumerate(matchers, 1):
        problem = _read_and_match(matcher, step, say("steps.line-number", number=number))
        if problem:
            return problem
    return None


def _read_and_match(matcher: Any, step: RawStep, place: str) -> Problem | None:
    start = step.stream.position
    line = step.stream.read_line(step.deadline)
    step.lines.append(line)
    step.text += line + b"\n"
    if isinstance(matcher, str):
        return _same_line(matcher.encode("utf-8", "surrogatepass"), line, place, start)
    difference = match(matcher, line.decode("utf-8", "backslashreplace"), place)
    return replace(difference, place="line") if difference else None


def _same_line(expected: bytes, line: bytes, place: str, start: int) -> Problem | None:
    if expected == line:
        return None
    difference = match(expected.decode("utf-8", "replace"), line.decode("utf-8", "backslashreplace"), place)
    marked = differing_bytes(place, expected, line, start)
    return replace(difference, place=marked.place) if difference else marked


def _line_bytes(wanted: Mapping[str, Any], step: RawStep) -> Problem | None:
    start = step.stream.position
    if "base64" in wanted:
        expected = decoded(wanted["base64"])
    else:
        expected = as_text(wanted.get("prefix", "")).encode()
        expected += step.sent.removesuffix(b"\n") if wanted.get("same_as_sent") else b""
    line = step.stream.read_line(step.deadline)
    step.lines.append(line)
    return None if line == expected else differing_bytes(say("steps.line"), expected, line, start)


def _starts_with(prefix: str, step: RawStep) -> Problem | None:
    expected = prefix.encode("utf-8", "surrogatepass")
    step.stream.expect_start(expected, step.deadline)
    step.text += expected
    return None


def _text(matcher: Any, step: RawStep) -> Problem | None:
    content = step.stream.read_all(step.deadline)
    step.text += content
    difference = match(matcher, content.decode("utf-8", "backslashreplace"), say("steps.what-came"))
    return replace(difference, place="text") if difference else None


def _response(expectation: Mapping[str, Any], step: RawStep) -> Problem | None:
    try:
        response = step.stream.read_response(step.deadline)
        answer = Answer(-1, step.sent, response, None, 0.0)
        step.text += response.body
    except Fault as fault:
        answer = Answer(-1, step.sent, None, fault, 0.0)
    step.answers.append(answer)
    problem = expect_answer(expectation, answer, step.look_up)
    # A byte is counted on the connection, where a body may stand in chunks.
    if isinstance(problem, Difference) and problem.place.startswith("byte "):
        return replace(problem, place="body")
    return problem


def _responses(expectations: list[Mapping[str, Any]], step: RawStep) -> Problem | None:
    for number, expectation in enumerate(expectations, 1):
        problem = _response(expectation, step)
        if isinstance(problem, Difference):
            return replace(
                problem, summary=say("steps.answer-of", number=number, count=len(expectations), problem=problem.summary)
            )
        if problem:
            return Fault(
                say("steps.answer-of", number=number, count=len(expectations), problem=problem.words), problem.cause
            )
    return None


def _silent_for(seconds: float, step: RawStep) -> Problem | None:
    step.stream.expect_silence(step.deadline.within(seconds))
    return None


def _closed(wanted: Any, step: RawStep) -> Problem | None:
    if wanted:
        step.stream.expect_closed(step.deadline)
    else:
        step.stream.expect_open()
    return None


CHECKS: Final[dict[str, Callable[[Any, RawStep], Problem | None]]] = {
    "line": _line,
    "lines": _lines,
    "line_bytes": _line_bytes,
    "starts_with": _starts_with,
    "response": _response,
    "responses": _responses,
    "text": _text,
    "silent_for": _silent_for,
    "closed": _closed,
}
