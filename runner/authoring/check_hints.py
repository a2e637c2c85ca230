"""See that no hint gives an answer away: a text that a check expects, and that the rules do not name themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from runner.errors import Mistake
from runner.marked_yaml import Document, read_yaml
from runner.model import Kata

SHORTEST_GIVEAWAY: Final = 4

Path = tuple[str | int, ...]

# Matcher words whose text says how to compare, not what the answer is.
_NOT_AN_ANSWER: Final = frozenset({"type", "format", "sorted", "by", "order", "distinct", "matches", "of", "same_as"})


def hint_mistakes(kata: Kata, suite: Document, checks: list[Mapping[str, Any]]) -> Iterator[Mistake]:
    """Yield every hint of a kata or a check that holds an expected text."""
    told = " ".join(rule.text for rule in kata.rules).lower()
    by_check = [sorted(_answers(check.get("steps"), told)) for check in checks]
    for at, check in enumerate(checks):
        hints = check.get("hints")
        for index, hint in enumerate(hints if isinstance(hints, list) else ()):
            yield from _given_away(suite, ("checks", at, "hints", index), hint, by_check[at])
    answers = sorted({answer for found in by_check for answer in found})
    description = read_yaml(kata.folder / "kata.yaml")
    for index, hint in enumerate(kata.hints):
        yield from _given_away(description, ("hints", index), hint, answers)


def _given_away(document: Document, path: Path, hint: Any, answers: list[str]) -> Iterator[Mistake]:
    shown = hint.lower() if isinstance(hint, str) else ""
    found = next((answer for answer in answers if answer.lower() in shown), None)
    if found:
        fix = "Say where to look, not what to write."
        yield document.mistake(path, f"this hint gives away '{found[:40]}', which a check expects", fix)


def _answers(steps: Any, told: str) -> set[str]:
    """Return the literal texts that the steps expect and the rules do not tell anyway."""
    found = {text.strip() for text in _expected(steps) if "${" not in text}
    return {text for text in found if len(text) >= SHORTEST_GIVEAWAY and text.lower() not in told}


def _expected(value: Any) -> Iterator[str]:
    """Yield the texts under every `expect:` of these steps, those inside other steps too."""
    if isinstance(value, list):
        for inner in value:
            yield from _expected(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _literals(inner) if key == "expect" else _expected(inner)


def _literals(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from _literals(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NOT_AN_ANSWER:
                yield from _literals(inner)
