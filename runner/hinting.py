"""Recognise a mistake by what fails and how: pure, offline, the same for everybody.

`kata verify --record` notes how the checks fail on each planted wrong solution, as shapes without values. What a
learner's run shows is held against these patterns; a hint is only given where one mistake alone explains it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from runner.evidence import Cause, Failure, LaunchFinding, Report
from runner.model import Status
from runner.words import say

FORMAT: Final = 1
MOST_TOLD: Final = 3  # as many mistakes are named together when they look alike
_LONGEST: Final = 100

_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"?')
_TALLY: Final = re.compile(r"\b\d+ x (\d{3}|no answer)\b")
_ANSWERS: Final = re.compile(r"(?<=^# answers: ).+")
_REFUSAL: Final = "n x <4"
_NUMBER: Final = re.compile(r"-?\b\d[\d,.:]*\b")
_LONG_WORD: Final = re.compile(r"\b(?=\w*\d)[\w-]{8,}\b")  # ids, tokens and digests, which differ in every run
_REPEATED: Final = re.compile(r"(?P<one>[^\s,]+)(?:, (?P=one))+")
_ELEMENTS: Final = re.compile(r"# elements?: .*", re.DOTALL)
_MATCHER: Final = re.compile(r"that |a (text|number|value|time|date)\b")
_ANY_VALUE: Final = frozenset({'"text"', "#", '"#"', "[", "{"})
_HTML: Final = re.compile(r'"\s*<(?:!doctype|html|head|body|h1|p\b)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shape:
    """How one check failed, without the values of one run."""

    cause: str
    place: str
    expected: str = ""
    actual: str = ""
    relation: str = ""  # how what came and what was expected belong together

    @property
    def is_telling(self) -> bool:
        """Tell whether it shows more than that a value of the same kind came: of # for # nobody knows why."""
        if self.cause != Cause.MISMATCH.value or self.relation:
            return True
        expected, actual = _kind(self.expected), _kind(self.actual)
        # A matcher says of which kind, or less than one.
        return expected != actual and not (_MATCHER.match(expected) and actual in _ANY_VALUE)

    def is_kin(self, other: Shape) -> bool:
        """Tell whether two checks failed at the same place, for the same reason."""
        return (self.cause, self.place) == (other.cause, other.place)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a planted mistake looks like from outside: the shapes that each failing check may have."""

    wrong: str
    misconception: str
    hint: str
    shapes: Mapping[str, frozenset[Shape]]
    launch: str = ""  # why it never became ready; then no check ran


@dataclass(frozen=True, slots=True)
class Sight:
    """What one run showed: how it failed where it did, and what passed."""

    failing: Mapping[str, Shape]
    passing: frozenset[str] = frozenset()
    first: str = ""
    launch: str = ""


class Closeness(IntEnum):
    """How well a pattern explains what was seen."""

    NONE = 0
    PART = 1  # the learner's mistake breaks less than the planted one
    BESIDE = 2  # other things are wrong as well
    ALIKE = 3  # the same checks fail, some in another way
    SAME = 4


def sight_of(report: Report) -> Sight:
    """Return what a report shows of a mistake."""
    # A hidden check that failed says nothing: neither how, nor that it was the first.
    failing = {
        outcome.check: shape_of(outcome.failure)
        for outcome in report.outcomes
        if outcome.status is Status.FAILED and outcome.failure is not None
    }
    first = report.verdict.first_failure
    return Sight(
        failing=failing,
        passing=frozenset(outcome.check for outcome in report.outcomes if outcome.status is Status.PASSED),
        first=first if first in failing else next(iter(failing), ""),
        launch=_launch_of(report.launch),
    )


def _launch_of(finding: LaunchFinding | None) -> str:
    if finding is None:
        return ""
    # Whether somebody else holds the port that a program chose for itself is not its mistake.
    return "wrong_port" if finding.cause == "port_held" else finding.cause


def shape_of(failure: Failure) -> Shape:
    """Return a failure without what differs from run to run."""
    # Whether its last words have a place in the program depends on how soon they came.
    place = "" if failure.cause is Cause.CRASHED else _general(failure.where, is_status=False)[:_LONGEST]
    is_status = failure.where == "status"
    # What a program says while it dies is its own, and no two say the same.
    actual = failure.actual.partition(":")[0] if failure.cause is Cause.CRASHED else failure.actual
    expected = _general(failure.expected, is_status=is_status)
    told = _general(actual, is_status=is_status)
    return Shape(
        failure.cause.value,
        place,
        expected[:_LONGEST],
        _ANSWERS.sub(lambda found: _without_luck(found[0], expected), told)[:_LONGEST],
        relation(failure.expected, failure.actual),
    )


def _without_luck(tally: str, expected: str) -> str:
    """Return a tally of answers to requests at once without the refusals of which every round of a race has others.

    Which refusal is right is only known where it is what was counted.
    """
    kinds = tally.split(", ")
    others = [kind for kind in kinds if not kind.startswith(_REFUSAL)]
    counted = [kind for kind in kinds if kind in expected]
    if not others:
        return ", ".join(counted or kinds)
    wrong = [kind for kind in kinds if kind.startswith(_REFUSAL) and kind not in counted and _REFUSAL in expected]
    return ", ".join(kind for kind in kinds if kind in others or kind in wrong)


def _kind(general: str) -> str:
    """Return of which kind a value without its particulars is; a status and other words are kinds of their own."""
    text = _ELEMENTS.sub("[", general.removeprefix("the ").strip())
    for word in ("text ", "number ", "boolean ", "list ", "object "):
        text = text.removeprefix(word)
    if text[:1] in "[{":
        return text[:1]
    return "boolean" if text in {"true", "false"} else text.replace("\\n", "")


def relation(expected: str, actual: str) -> str:
    """Return in one word how two different texts belong together, or an empty text."""
    one, other = _bare(expected), _bare(actual)
    tests = (
        ("", not one or not other or expected == actual),
        ("quoted", one == other),
        ("case", one.casefold() == other.casefold()),
        ("blanks", "".join(one.split()) == "".join(other.replace("\\n", "").replace("\\r", "").split())),
        ("longer", other.startswith(one)),
        ("shorter", one.startswith(other)),
        ("reversed", one[::-1] == other),
    )
    return next((word for word, holds in tests if holds), "")


def _bare(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _general(text: str, *, is_status: bool) -> str:
    if is_status:
        return text
    text = _QUOTED.sub(lambda found: _kind_of_text(found[0]), text)
    text = _TALLY.sub(r"n x <\1>", text)
    text = re.sub(r"(?<!<)" + _NUMBER.pattern + r"(?!>)", "#", _LONG_WORD.sub("#", text))
    return _REPEATED.sub(r"\g<one>*", text)


def _kind_of_text(quoted: str) -> str:
    if _HTML.match(quoted):
        return '"html"'
    inside = quoted.strip('"')
    if inside.isdecimal():
        return '"#"'
    if not inside:
        return '""'
    return '"text\\n"' if inside.endswith(("\\n", "\\r")) else '"text"'


def closeness(sight: Sight, pattern: Pattern) -> Closeness:
    """Return how well a pattern explains what was seen; checks that were not run say nothing."""
    if sight.launch or pattern.launch:
        return Closeness.SAME if sight.launch == pattern.launch else Closeness.NONE
    seen = {check for check in pattern.shapes if check in sight.failing or check in sight.passing}
    common = {check for check in seen if check in sight.failing}
    if sight.first not in common or not all(_is_kin(sight, pattern, check) for check in common):
        return Closeness.NONE
    same = {check for check in common if sight.failing[check] in pattern.shapes[check]}
    if sight.first not in same:
        return Closeness.NONE
    if common == seen == set(sight.failing):
        return Closeness.SAME if same == common else Closeness.ALIKE
    if same != common:
        return Closeness.NONE
    if common == seen:
        return Closeness.BESIDE
    is_enough = common == set(sight.failing) and 2 * len(common) >= len(seen)
    return Closeness.PART if is_enough else Closeness.NONE


def _is_kin(sight: Sight, pattern: Pattern, check: str) -> bool:
    return any(sight.failing[check].is_kin(shape) for shape in pattern.shapes[check])


def suspects(sight: Sight, patterns: Iterable[Pattern]) -> tuple[Pattern, ...]:
    """Return the planted mistakes that explain best what was seen; several when they look alike."""
    ranked = [(_rank(sight, pattern), pattern) for pattern in patterns]
    best = max((rank for rank, _ in ranked), default=(Closeness.NONE, 0))
    return tuple(pattern for rank, pattern in ranked if rank == best and rank[0] is not Closeness.NONE)


def _rank(sight: Sight, pattern: Pattern) -> tuple[Closeness, int]:
    how = closeness(sight, pattern)
    same = sum(shape in pattern.shapes.get(check, ()) for check, shape in sight.failing.items())
    return how, same if how is not Closeness.NONE else 0


def hint_for(sight: Sight, patterns: Iterable[Pattern]) -> str:
    """Return the hint on the mistake that was recognised, or an empty text."""
    found = suspects(sight, patterns)
    ideas = tuple(dict.fromkeys(pattern.misconception for pattern in found))
    hints = tuple(dict.fromkeys(pattern.hint for pattern in found))
    if not found:
        return ""
    is_sure = bool(sight.launch) or any(
        shape.is_telling for check, shape in sight.failing.items() if shape in found[0].shapes.get(check, ())
    )
    asked, told = " ".join(hints), _quoted(ideas)
    if len(ideas) == 1:
        one = say("hinting.one", ideas=told, hints=asked)
        return one if is_sure else say("hinting.one.maybe", ideas=told, hints=asked)
    # What is only near must be beyond doubt; of the same pattern a few can be named.
    if closeness(sight, found[0]) is not Closeness.SAME or len(ideas) > MOST_TOLD:
        return hints[0] if len(hints) == 1 else ""
    some = say("hinting.some", ideas=told, hints=asked)
    return some if is_sure else say("hinting.some.maybe", ideas=told, hints=asked)


def _quoted(ideas: Sequence[str]) -> str:
    return say("hinting.or").join(f'"{idea}"' for idea in ideas)


def patterns_to_text(patterns: Iterable[Pattern], digest: str) -> str:
    """Return patterns as the text of a file, with the digest of what they were recorded from."""
    listed = [_to_plain(pattern) for pattern in sorted(patterns, key=lambda pattern: pattern.wrong)]
    kept = {"format": FORMAT, "digest": digest, "patterns": listed}
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def patterns_from_text(text: str | bytes) -> tuple[str, tuple[Pattern, ...]]:
    """Return the digest and the patterns of such a text; nothing at all when it cannot be read."""
    try:
        kept = json.loads(text)
        if kept["format"] != FORMAT:
            return "", ()
        return str(kept["digest"]), tuple(_from_plain(plain) for plain in kept["patterns"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", ()


def _to_plain(pattern: Pattern) -> dict[str, Any]:
    shapes = {check: sorted(map(_words, pattern.shapes[check])) for check in sorted(pattern.shapes)}
    plain: dict[str, Any] = {
        "wrong": pattern.wrong,
        "misconception": pattern.misconception,
        "hint": pattern.hint,
    }
    return {**plain, "launch": pattern.launch} if pattern.launch else {**plain, "shapes": shapes}


def _words(shape: Shape) -> list[str]:
    return [shape.cause, shape.place, shape.expected, shape.actual, shape.relation]


def _shape(cause: str, place: str, *words: str) -> Shape:
    return Shape(cause, "" if cause == Cause.CRASHED.value else place, *words)


def _from_plain(plain: Mapping[str, Any]) -> Pattern:
    shapes = {
        str(check): frozenset(_shape(*map(str, words)) for words in listed)
        for check, listed in plain.get("shapes", {}).items()
    }
    launch = str(plain.get("launch", ""))
    return Pattern(str(plain["wrong"]), str(plain["misconception"]), str(plain["hint"]), shapes, launch)
