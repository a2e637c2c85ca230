"""The misconception behind one difference, where the two values alone tell it: one sentence, or none."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from runner.exchanges.json_text import as_text
from runner.words import say

LONGEST: Final = 10_000
ZONELESS: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?")
PYTHON_WORDS: Final = frozenset({"None", "True", "False"})


def on_kinds(expected: Any, value: Any) -> str:
    """Return what two values of different kinds have in common, if one was written as the other."""
    if isinstance(value, str) and value == as_text(expected):
        if isinstance(expected, bool):
            return say("expecting.note.quoted-boolean")
        if expected is None:
            return say("expecting.note.quoted-null")
        if isinstance(expected, int | float):
            return say("expecting.note.quoted-number")
        return say("expecting.note.encoded-twice")
    if isinstance(value, str) and value in PYTHON_WORDS:
        return say("expecting.note.python-word")
    if isinstance(expected, str) and expected == as_text(value) and not isinstance(value, bool | list | dict):
        return say("expecting.note.unquoted")
    return ""


def on_line_ends(actual: Any, holds: Callable[[str], bool]) -> str:
    """Return that line ends of Windows alone keep a text from being what is wanted, if they do."""
    if not isinstance(actual, str) or "\r" not in actual or len(actual) > LONGEST:
        return ""
    before, _, after = actual.rpartition("\r")
    is_right = holds(before + after) or holds(actual.replace("\r\n", "\n").removesuffix("\r"))
    return say("expecting.note.carriage-return") if is_right else ""


def on_texts(expected: str, actual: str) -> str:
    """Return what two texts of the same meaning differ in."""
    if max(len(expected), len(actual)) > LONGEST:
        return ""
    if actual == f"{expected}\r":
        return say("expecting.note.carriage-return")
    if actual.rstrip("\r\n") == expected:
        return say("expecting.note.line-end")
    if expected.rstrip("\r\n") == actual:
        return say("expecting.note.no-line-end")
    if actual.replace("\r\n", "\n") == expected.replace("\r\n", "\n"):
        return say("expecting.note.line-ends")
    return _on_charset(expected, actual) or _on_spelling(expected, actual)


def _on_charset(expected: str, actual: str) -> str:
    if expected.isascii():
        return ""
    if actual == _read_as(expected, "utf-8", "latin-1") or actual == _read_as(expected, "utf-8", "cp1252"):
        return say("expecting.note.read-as-latin-1")
    # What is not UTF-8 was decoded with its bytes escaped.
    if actual == expected.encode("latin-1", "ignore").decode("utf-8", "backslashreplace"):
        return say("expecting.note.sent-in-latin-1")
    if actual == expected.encode("ascii", "replace").decode():
        return say("expecting.note.ascii")
    return ""


def _read_as(text: str, written: str, read: str) -> str:
    return text.encode(written).decode(read, "replace")


def _on_spelling(expected: str, actual: str) -> str:
    if actual.strip("\"'") == expected and actual[:1] in "\"'":
        return say("expecting.note.quotes")
    if actual.casefold() == expected.casefold():
        return say("expecting.note.case")
    return say("expecting.note.blanks") if actual.strip() == expected else ""


def on_dates(actual: Any) -> str:
    """Return what a text lacks that was to be a moment in UTC."""
    if isinstance(actual, str) and ZONELESS.fullmatch(actual):
        return say("expecting.note.no-zone")
    if isinstance(actual, int | float) and not isinstance(actual, bool):
        return say("expecting.note.seconds")
    return ""
