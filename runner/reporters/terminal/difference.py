"""Expected and got in the same shape, the first difference marked."""

from __future__ import annotations

import re

from runner.evidence import Failure
from runner.reporters.terminal.style import Style
from runner.sanitise import columns
from runner.words import say

LONGEST_PLACE = 32
EXPECTED, GOT = say("terminal.label.expected"), say("terminal.label.got")
STATUS = re.compile(r"\d{3}\b")
# As the suite says them, in English.
KINDS = "text|number|boolean|list|object"


def render_difference(failure: Failure, style: Style) -> list[str]:
    """Return the lines `expected` and `got`, with a marker under where they part when they begin alike."""
    expected, actual = style.clean(failure.expected), style.clean(failure.actual)
    if not expected and not actual:
        return []
    place = f"{style.cut(style.clean(failure.where), min(LONGEST_PLACE, style.room // 4))}: " if failure.where else ""
    indent = " " * columns(place)
    room = style.room - 2 - columns(place) - len(EXPECTED)
    parted = _common(expected, actual)
    start = parted - room // 2 if max(columns(expected), columns(actual)) > room and parted > room // 2 else 0
    lines = [
        f"  {place}{EXPECTED}{_part(expected, start, room, style)}",
        f"  {indent}{GOT}{_part(actual + _kind(failure, expected, actual), start, room, style)}",
    ]
    if 0 < parted < max(len(expected), len(actual)):
        # The digits of a code mean nothing one by one.
        code = STATUS.match(actual) if failure.where == "status" else None
        marker = style.paint("~~~", "red") if code else _marker(expected, actual, parted, start, style)
        lines.append("  " + indent + " " * len(GOT) + marker)
    return lines


def remark_of(failure: Failure) -> str:
    """Return what a summary says beyond `expected` and `got`."""
    told = f"{failure.actual}, expected {failure.expected}"
    if not failure.expected and not failure.actual:
        return failure.summary
    _, found, rest = failure.summary.partition(told)
    if found:
        return rest.strip(" ;,")
    return "" if failure.summary.endswith("is missing") else failure.summary


def _common(one: str, other: str) -> int:
    length = min(len(one), len(other))
    return next((index for index in range(length) if one[index] != other[index]), length)


def _part(text: str, start: int, room: int, style: Style) -> str:
    return style.cut(f"{style.own('…')}{text[start:]}" if start else text, room)


def _marker(expected: str, actual: str, parted: int, start: int, style: Style) -> str:
    lead = len(style.own("…")) if start else 0
    same_end = _common(expected[parted:][::-1], actual[parted:][::-1])
    length = max(len(actual) - parted - same_end, 1)
    column = lead + columns(actual[start:parted])
    return " " * column + style.paint("~" * min(length, max(style.room - column - 24, 1)), "red")


def _kind(failure: Failure, expected: str, actual: str) -> str:
    """Name the kind of what came when it could be taken for what was expected: `"7"` for `7`."""
    match = re.search(f"the ({KINDS}) {re.escape(failure.actual)}", failure.summary)
    both_numbers = expected[:1].isdigit() and actual[:1].isdigit()
    return f"  ({match[1]})" if match and expected[:1] != actual[:1] and not both_numbers else ""
