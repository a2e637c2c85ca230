"""Say in plain words what libyaml's (or PyYAML's) terse complaints about a file's syntax mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of syntax: its place, counted from 1, what it is, and how to mend it."""

    line: int
    column: int
    message: str
    fix: str = ""


TAB = ("a tab is used for indentation", "Indent with spaces: YAML allows no tabs there.")

# Each row: part of libyaml's or PyYAML's words, ours, and the way to mend it. The first that fits is taken.
_WORDS = (
    ("mapping values are not allowed", "a `:` stands where no key can be",
     "Quote a text that holds `: `, and line keys up with those above."),
    ("block sequence entries are not allowed", "a list cannot begin on this line",
     "Put the first `- ` on a line of its own, or write [a, b]."),
    ("tab character", *TAB),
    ("unknown escape character", 'this `\\` escape does not exist in "double quotes"',
     "Use 'single quotes', where a backslash is just that, or write two of them."),
    ("escape code", "this escape is no character", "Use \\uXXXX with four digits of a real character."),
    ("expected hexdecimal number", "this escape needs more digits", "\\xXX takes two digits, \\uXXXX four."),
    ("expected hexadecimal number", "this escape needs more digits", "\\xXX takes two digits, \\uXXXX four."),
    ("incompatible YAML document", "this YAML version is unknown", "Remove the %YAML line."),
    ("expected alphabetic or numeric character", "`*` and `&` begin an alias or anchor, and no name follows",
     "Quote the text if it really begins so."),
    ("could not find expected ':'", "this key has no `:` after it", "Write `key: value`, or indent it as text."),
    ("expected comment or line break", "only a comment may stand after `|` or `>`", "Begin the text on the next line."),
    ("<document start>", "text stands after the end of the document", "Remove the `...` line."),
    ("expected '-' indicator", "this line is neither a list item nor indented below one",
     "Begin it with `- `, or line it up with the keys that it belongs to."),
    ("expected <block end>", "this line does not fit the lines above it", "Check its indentation and its quotes."),
    ("did not find expected key", "this does not fit the lines above it",
     "Check the indentation, and that quotes and brackets end where they should."),
    ("node content", "a value is missing here", "Remove a comma too many, or write the value."),
)  # fmt: skip


def explain(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> Fault:
    """Return what an error means to the author of these lines."""
    mark: Any = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    opened: Any = error.context_mark
    problem, context = str(error.problem), str(error.context)
    if opened and "flow" in context and "expected ','" in problem:
        return _unclosed(line, column, (opened.line + 1, opened.column + 1), lines)
    if opened and "quoted scalar" in context and "end of" in problem:
        return Fault(
            opened.line + 1, opened.column + 1, "the quoted text that begins here never ends", "Close the quote."
        )
    if "cannot start any token" in problem:
        return _bad_start(line, column, lines)
    for part, message, fix in _WORDS:
        if part in problem:
            return Fault(line, column, message, fix)
    return Fault(line, column, f"this is not valid YAML: {problem}")


def _unclosed(line: int, column: int, opened: tuple[int, int], lines: Sequence[str]) -> Fault:
    # `{length: ${before}}` is the slip that authors make most: inside a flow mapping `{` ends the plain text `$`.
    if _line(lines, line)[:column].endswith("${"):
        return Fault(
            line, column - 1, "`${` is not quoted", 'Inside {} and [], quote a text that holds ${...}: "${name}".'
        )
    opener = _line(lines, opened[0])[opened[1] - 1 : opened[1]]
    closer = {"[": "]", "{": "}"}.get(opener, "its end")
    if opened[0] == line:
        return Fault(line, column, f"a `,` or `{closer}` is missing here", "Quote a text that holds : , [ ] { }.")
    # The parser notices it lines later; what the author has to see is the bracket.
    message = f"the `{opener}` that opens here is not closed, or a comma is missing"
    return Fault(*opened, message, f"Close it with `{closer}`.")


def _bad_start(line: int, column: int, lines: Sequence[str]) -> Fault:
    letter = _line(lines, line)[column - 1 : column]
    if letter == "\t":
        return Fault(line, column, *TAB)
    return Fault(line, column, f"a text cannot begin with `{letter}` unless it is quoted", "Put it in quotes.")


def _line(lines: Sequence[str], line: int) -> str:
    return lines[line - 1] if 0 < line <= len(lines) else ""
