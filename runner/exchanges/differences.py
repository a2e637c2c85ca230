"""The first difference between what was expected and what came, small enough to read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeVar

from runner.exchanges.faults import Fault
from runner.exchanges.json_text import ELLIPSIS, printable, show
from runner.exchanges.misconceptions import LONGEST
from runner.sanitise import wire_text
from runner.words import say

Sliced = TypeVar("Sliced", str, bytes)

BEFORE, AFTER = 20, 40
WHOLE = 70
BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the answer is not as expected, and one sentence about it."""

    place: str
    expected: str
    actual: str
    summary: str

    def noting(self, note: str) -> Difference:
        """Return the same difference with more said about it, if there is more to say."""
        return self if not note or note in self.summary else replace(self, summary=f"{self.summary}; {note}")


Problem = Difference | Fault


def missing(place: str, expected: str) -> Difference:
    """Return the difference of something that is not there."""
    return Difference(place, expected, say("expecting.nothing"), say("expecting.missing", place=place))


def unlike(place: str, value: Any, expected: str) -> Difference:
    """Return the difference of a value that is not what is described."""
    actual = named(value)
    return Difference(
        place, expected, show(value), say("expecting.unlike", place=place, actual=actual, expected=expected)
    )


def first_difference(expected: Sliced, actual: Sliced) -> int:
    """Return the index of the first character or byte that differs (the shorter length if none does)."""
    shorter = min(len(expected), len(actual))
    start = 0
    # Whole blocks are compared in C; only the one that differs is walked through.
    while start < shorter and expected[start : start + BLOCK] == actual[start : start + BLOCK]:
        start += BLOCK
    start = min(start, shorter)
    for index in range(start, min(start + BLOCK, shorter)):
        if expected[index] != actual[index]:
            return index
    return min(start + BLOCK, shorter)


def differing_texts(place: str, expected: str, actual: str) -> Difference:
    """Return the difference of two texts, cut down to where they part."""
    if max(len(expected), len(actual)) <= WHOLE:
        wanted, came = quote(expected), quote(actual)
        return Difference(place, wanted, came, say("expecting.unlike", place=place, actual=came, expected=wanted))
    index = first_difference(expected, actual)
    wanted, came = quote(window(expected, index)), quote(window(actual, index))
    summary = say("expecting.text-differs", place=place, position=index + 1, actual=came, expected=wanted)
    if len(expected) != len(actual):
        summary += " " + say("expecting.sizes.characters", count=len(actual), wanted=len(expected))
    return Difference(place, wanted, came, summary)


def differing_bytes(place: str, expected: bytes, actual: bytes, offset: int = 0) -> Difference:
    """Return the difference of two byte strings, cut down to where they part; bytes are counted from 1."""
    index = first_difference(expected, actual)
    wanted, came = byte_window(expected, index), byte_window(actual, index)
    summary = say("expecting.bytes-differ", place=place, position=offset + index + 1, actual=came, expected=wanted)
    if len(expected) != len(actual):
        summary += " " + say("expecting.sizes.bytes", count=len(actual), wanted=len(expected))
    if max(len(expected), len(actual)) <= LONGEST and actual.rstrip(b"\r\n") == expected:
        is_windows = actual == expected + b"\r"
        summary += "; " + say("expecting.note.carriage-return" if is_windows else "expecting.note.line-end")
    return Difference(f"byte {offset + index + 1}", wanted, came, summary)


def quote(text: str) -> str:
    """Return the text in double quotes with its control characters escaped."""
    return show(text, max(len(text), 1))


def window(text: str, index: int) -> str:
    """Return the part of a text around an index."""
    start, end = max(0, index - BEFORE), index + AFTER
    head = ELLIPSIS if start else ""
    tail = ELLIPSIS if end < len(text) else ""
    return f"{head}{printable(text[start:end])}{tail}"


def byte_window(content: bytes, index: int) -> str:
    """Return the part of a byte string around an index, as text where it is text."""
    start, end = max(0, index - BEFORE), index + AFTER
    if index >= len(content):
        start = max(0, len(content) - BEFORE)
    head = ELLIPSIS if start else ""
    tail = ELLIPSIS if end < len(content) else ""
    return f"{head}{quote_bytes(content[start:end])}{tail}"


def quote_bytes(content: bytes, limit: int = WHOLE) -> str:
    r"""Return bytes in double quotes: UTF-8 as text, what is not as `\xff`; the end where nothing is left."""
    if not content:
        return say("expecting.the-end")
    text = wire_text(content[:limit])
    return quote(text).replace("\\\\x", "\\x") + (ELLIPSIS if len(content) > limit else "")


def named(value: Any) -> str:
    """Return a value with its type in words: `the text "false"`, `the boolean false`."""
    if value is None:
        return "null"
    if isinstance(value, str) and len(value) > WHOLE:
        return say("expecting.long-text", text=show(value), count=len(value))
    return say("expecting.named", kind=kind_of(value), value=show(value))


def kind_of(value: Any) -> str:
    """Return the word for a value's type."""
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "expecting.kind.boolean"),
        ((int, float), "expecting.kind.number"),
        (str, "expecting.kind.text"),
        (list, "expecting.kind.list"),
        (dict, "expecting.kind.object"),
    )
    return next((say(word) for kind, word in kinds if isinstance(value, kind)), type(value).__name__)
