"""The records of what an author plants beside a kata: apart, since no command of a learner loads them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Change:
    """A text in a file of a solution, and what stands there instead."""

    file: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class WrongSolution:
    """A planted mistake: an overlay on a reference solution, and the checks that must catch it."""

    name: str
    folder: Path
    base: str
    caught_by: tuple[str, ...]
    misconception: str
    hint: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A program that somebody might hand in, and the points that it must be given."""

    name: str
    folder: Path
    base: str  # the track of the solution that it is laid over; empty: it stands alone
    score: int


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A changed line of a solution that nobody can notice from outside, and why."""

    was: str
    now: str
    reason: str
