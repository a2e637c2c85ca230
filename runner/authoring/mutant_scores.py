"""How many mutants a suite catches, kept beside the kata with a digest of what it was measured on.

Mutants are run on demand, since they take minutes; a stored score that is older than suite or solution is a mistake.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from runner.authoring.proven import folder_digest, suite_digest
from runner.authoring.targets import solution_to_mutate
from runner.errors import Mistake, PackError
from runner.model import Kata

NAME: Final = "mutants.json"
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Score:
    """The stored result of one hunt."""

    track: str
    digest: str
    date: str
    made: int
    equivalent: int
    caught: int
    escaped: tuple[tuple[str, str], ...] = ()  # the line as it was, and as it was unnoticed

    @property
    def possible(self) -> int:
        """Return how many mutants a request could show."""
        return self.made - self.equivalent

    def __str__(self) -> str:
        return f"{self.caught}/{self.possible}"


def keep_score(kata: Kata, score: Score) -> Path:
    """Write a score beside its kata."""
    file = kata.folder / NAME
    text = json.dumps({"format": FORMAT, **asdict(score)}, indent=1, ensure_ascii=False)
    file.write_text(text + "\n", "utf-8")
    return file


def kept_score(kata: Kata) -> Score | None:
    """Return the score on record, or None when there is none that can be read."""
    try:
        kept: dict[str, Any] = json.loads((kata.folder / NAME).read_bytes())
        if kept.pop("format") != FORMAT:
            return None
        return Score(**{**kept, "escaped": tuple((was, now) for was, now in kept["escaped"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def score_digest(kata: Kata, suite: str | None = None) -> str:
    """Return what changes when the suite or the mutated solution does; `suite` is its digest, where it is known."""
    parts = [suite or suite_digest(kata), folder_digest(solution_to_mutate(kata).layers[0])]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()


def shown_score(kata: Kata, suite: str | None = None) -> str:
    """Return the score in a few characters: `57/58`, `stale`, or `-` when there is none."""
    score = kept_score(kata)
    if score is None:
        return "-"
    return str(score) if score.digest == score_digest(kata, suite) else "stale"


def stale_score(kata: Kata, suite: str) -> Iterator[Mistake]:
    """Yield a mistake when the score on record was measured on another suite or another solution."""
    file = kata.folder / NAME
    if not file.exists():
        return
    try:
        is_stale = shown_score(kata, suite) in {"stale", "-"}
    except (PackError, OSError):
        return  # said elsewhere
    if is_stale:
        what = "the suite or the solution changed since the mutants were run"
        yield Mistake(str(file), 1, 1, what, f"Run them again: kata verify {kata.slug} --mutants")
