"""Find the `${...}` in a text, without filling them in: what they refer to, and how they may be misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from runner.exchanges.fake import KINDS

RANDOM_KINDS: Final = frozenset(KINDS)
SERVER_FACTS: Final = frozenset({"port", "base_url", "data"})
DEEPEST: Final = 3  # `${word:${name:${i}}}` is as deep as anybody has needed
# What stands between the braces; the engine reads it by the same pattern.
EXPRESSION: Final = re.compile(
    r"""(?P<name>[A-Za-z_]\w*(?:-[A-Za-z_]\w*)*)
        (?: : (?P<label>.*?) )?
        (?P<path>(?:\.[^\s.\[\]]+|\[[^\]]*\])*)
        (?: \s* (?P<sign>[+-]) \s* (?P<amount>\d+) )?""",
    re.VERBOSE | re.DOTALL,
)
NAME: Final = re.compile(r"[A-Za-z_]\w*(?:-[A-Za-z_]\w*)*")


@dataclass(frozen=True, slots=True)
class Reference:
    """One `${...}`: its text, the name that it refers to, and what is wrong with it (or an empty text)."""

    written: str
    name: str = ""
    label: str | None = None
    problem: str = ""

    @property
    def is_given(self) -> bool:
        """Tell whether the name is there without any step setting it."""
        if self.name == "env":
            return self.label is not None
        return self.name in RANDOM_KINDS or (self.name in SERVER_FACTS and self.label is None)


def references(text: str, depth: int = 1) -> Iterator[Reference]:
    """Yield every reference of a text, those inside a label too."""
    for start, end in _spans(text):
        if end < 0:
            yield Reference(text[start:], problem="`${` has no closing `}`")
            return
        if depth > DEEPEST:
            yield Reference(text[start:end], problem="`${...}` stands too deep inside others")
            return
        yield from _read(text[start:end], depth)


def is_template(text: str) -> bool:
    """Tell whether a text is nothing but one `${...}`, so that its value keeps its type."""
    return list(_spans(text)) == [(0, len(text))]


def without_references(text: str, stand_in: str) -> str:
    """Return a text with every `${...}` replaced, for a check of what stands around them."""
    pieces, position = [], 0
    for start, end in _spans(text):
        if end < 0:
            break
        pieces += [text[position:start], stand_in]
        position = end
    return "".join([*pieces, text[position:]]).replace("$${", "${")


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each outermost `${...}` begins and ends; an end of -1 means that it never does."""
    start = text.find("${")
    while start >= 0:
        if start and text[start - 1] == "$":
            end = start + 2
        else:
            end = _end(text, start)
            yield start, end
            if end < 0:
                return
        start = text.find("${", end)


def _end(text: str, start: int) -> int:
    depth = 0
    for mark in re.compile(r"\$\{|\}").finditer(text, start):
        depth += 1 if mark.group() == "${" else -1
        if not depth:
            return mark.end()
    return -1


def _read(written: str, depth: int) -> Iterator[Reference]:
    inside = written[2:-1]
    yield from references(inside, depth + 1)
    found = EXPRESSION.fullmatch(without_references(inside, "0").strip())
    if found is None:
        yield Reference(written, problem=f"`{written[:60]}` cannot be read")
    else:
        yield Reference(written, found["name"], found["label"])
