"""Expectations across the answers of many clients at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from runner.exchanges.client import Answer
from runner.exchanges.differences import Difference, Problem
from runner.exchanges.expecting import LookUp, describe_expectation, expect_answer
from runner.exchanges.faults import Fault
from runner.exchanges.json_path import PathMissing, find
from runner.exchanges.json_text import NotJsonError, canonical, read_json, show
from runner.words import say


@dataclass(frozen=True, slots=True)
class Offence:
    """What is wrong across many answers, and the client whose answer shows it."""

    problem: Problem
    client: int


def expect_together(expectation: Mapping[str, Any], answers: Sequence[Answer], look_up: LookUp) -> Offence | None:
    """Return the first thing that is wrong across the answers, or None."""
    offence = None
    # As with a single request: without a word about it, everybody must have got an answer.
    if not _allows_closing(expectation):
        offence = _each({}, answers, look_up)
    if offence is None and "each" in expectation:
        offence = _each(expectation["each"], answers, look_up)
    for count in expectation.get("counts", []):
        offence = offence or _count(count, answers, look_up)
    if offence is None and "distinct" in expectation:
        offence = _distinct(expectation["distinct"], answers)
    return offence


def tally(answers: Sequence[Answer]) -> str:
    """Return how often each status came: `18 x 201, 2 x 500`."""
    kinds = Counter(
        str(answer.response.status) if answer.response else say("expecting.no-answer") for answer in answers
    )
    counted = ", ".join(f"{count} x {kind}" for kind, count in sorted(kinds.items()))
    return say("expecting.tally", count=len(answers), tally=counted)


def _allows_closing(expectation: Mapping[str, Any]) -> bool:
    inner = [expectation.get("each", {}), *(count["of"] for count in expectation.get("counts", []))]
    return any(_closing(one) for one in inner)


def _closing(expectation: Mapping[str, Any]) -> bool:
    return bool(expectation.get("closed")) or any(_closing(one) for one in expectation.get("one_of", []))


def _each(expectation: Mapping[str, Any], answers: Sequence[Answer], look_up: LookUp) -> Offence | None:
    for client, answer in enumerate(answers):
        problem = expect_answer(expectation, answer, look_up)
        if isinstance(problem, Fault):
            return Offence(Fault(f"{problem.words} ({tally(answers)})", problem.cause, problem.symptom), client)
        if problem:
            return Offence(
                replace(
                    problem, summary=say("expecting.in-one-of-them", tally=tally(answers), problem=problem.summary)
                ),
                client,
            )
    return None


def _count(count: Mapping[str, Any], answers: Sequence[Answer], look_up: LookUp) -> Offence | None:
    fits = [expect_answer(count["of"], answer, look_up) is None for answer in answers]
    found = sum(fits)
    wrong = [(word, limit) for word, limit in _limits(count) if not _within(word, limit, found)]
    if not wrong:
        return None
    word, limit = wrong[0]
    wanted = _wanted(word, limit, describe_expectation(count["of"]))
    if "status" not in count["of"] or len(count["of"]) > 1:
        summary = say("expecting.count.found", tally=tally(answers), wanted=wanted, found=found)
    else:
        summary = say("expecting.count", tally=tally(answers), wanted=wanted)
    too_many = word != "at_least" and found > limit
    return Offence(Difference("answers", wanted, tally(answers), summary), _shown(fits, limit if too_many else -1))


def _limits(count: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(word, count[word]) for word in ("exactly", "at_least", "at_most") if word in count]


def _within(word: str, limit: int, found: int) -> bool:
    if word == "exactly":
        return found == limit
    return found >= limit if word == "at_least" else found <= limit


def _wanted(word: str, limit: int, what: str) -> str:
    if word == "exactly":
        return say("expecting.count.exactly", limit=limit, what=what)
    return say("expecting.count.at-least" if word == "at_least" else "expecting.count.at-most", limit=limit, what=what)


def _shown(fits: Sequence[bool], surplus: int) -> int:
    """Return the client to show: the first one too many, or the first that does not fit."""
    # Of two winners the second one is the evidence of the race.
    if surplus >= 0:
        return [client for client, fit in enumerate(fits) if fit][surplus]
    return next((client for client, fit in enumerate(fits) if not fit), 0)


def _distinct(path: str, answers: Sequence[Answer]) -> Offence | None:
    seen: dict[str, int] = {}
    for client, answer in enumerate(answers):
        found, value = _value(path, answer)
        if not found:
            continue
        first = seen.setdefault(canonical(value), client)
        if first != client:
            summary = say("expecting.not-distinct", path=path, value=show(value), count=len(answers))
            return Offence(Difference(f"json {path}", say("expecting.distinct"), show(value), summary), client)
    return None


def _value(path: str, answer: Answer) -> tuple[bool, Any]:
    if answer.response is None:
        return False, None
    try:
        return True, find(path, read_json(answer.response.body))
    except (NotJsonError, PathMissing, Fault):
        return False, None
