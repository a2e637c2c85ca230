"""An expectation as Python expressions on an answer, each with whether the recorded answer meets it (pure).

Nothing is guessed from words: the expectation stands in the evidence, and the very matchers of the check say what the
recorded answer lacks. An expression that Python would find true of that answer, though the check does not, is no use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from runner.exchanges.json_text import ABSENT

# How a value is written: as it is, or by the name that an earlier answer's value has in the test.
Write = Callable[[Any, str], str]


@dataclass(frozen=True, slots=True)
class Claim:
    """What must be true of an answer. Without a line there is no short way to say it in Python."""

    line: str
    holds: bool
    whole: bool = True  # false where the line says a part of what was expected


@dataclass(frozen=True, slots=True)
class Place:
    """A value of the answer: how Python reaches it, and what it was when recorded."""

    text: str
    value: Any
    name: str = ""  # the key that it stands under, in `holder`
    holder: str = ""

    def under(self, name: str | int) -> Place:
        """Return the place of a part of the value."""
        try:
            value: Any = self.value[name] if isinstance(self.value, dict | list) else ABSENT  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            value = ABSENT
        key = name if isinstance(name, str) else ""
        return Place(f"{self.text}[{name!r}]", value, key, self.text if isinstance(name, str) else "")

    @property
    def is_missing(self) -> str:
        """Return the expression that says that nothing is there."""
        return f"{self.name!r} not in {self.holder}" if self.holder else ""


def failing(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the claims that can be written and that the recorded answer does not meet."""
    return tuple(claim for claim in claims if claim.line and not claim.holds)


def all_of(claims: Sequence[Claim]) -> str:
    """Return one expression for all that can be said."""
    lines = list(dict.fromkeys(claim.line for claim in claims if claim.line))
    return lines[0] if len(lines) == 1 else " and ".join(map(in_brackets, lines))


def either(alternatives: Sequence[Sequence[Claim]]) -> Claim:
    """Return that one of some alternatives is true of an answer."""
    lines = [all_of(claims) for claims in alternatives]
    if not all(lines):
        return Claim("", holds=any(all(claim.holds for claim in claims) for claims in alternatives))
    # An alternative is ruled out by an expression alone, never by what cannot be said.
    met = any(not failing(claims) for claims in alternatives)
    whole = all(claim.whole and claim.line for claims in alternatives for claim in claims)
    lines = [line if len(lines) == 1 else in_brackets(line) for line in dict.fromkeys(lines)]
    return Claim(" or ".join(lines), holds=met, whole=whole)


def in_brackets(line: str) -> str:
    """Return an expression so that `and`, `or` and `not` may stand around it."""
    return f"({line})" if " or " in line or " and " in line or " if " in line else line
