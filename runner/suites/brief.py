"""What the supervisor tells the suite process in its first line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from runner.model import Kata, Scope


@dataclass(frozen=True, slots=True)
class Brief:
    """The one order of a suite process."""

    checks_file: str
    cache: str
    seed: int
    only: tuple[str, ...]
    env: tuple[tuple[str, str], ...]
    check_seconds: float
    scope: Scope = Scope.LEARNER
    stop_at_failure: bool = False  # in the file's order, up to the first check that fails
    is_traced: bool = False  # let the supervisor look at the data between exchanges


def brief_of(kata: Kata, cache: Path | None, seed: int = 0) -> Brief:
    """Return the order for a learner's whole run of a kata."""
    return Brief(
        checks_file=str(kata.checks_file.resolve()),
        cache=str(cache) if cache else "",
        seed=seed,
        only=(),
        env=kata.env,
        check_seconds=kata.limits.check,
    )


def brief_to_data(brief: Brief) -> dict[str, Any]:
    """Return the brief as plain data."""
    return asdict(brief)


def brief_from_data(described: Mapping[str, Any]) -> Brief:
    """Return the brief that plain data describes."""
    return Brief(
        checks_file=described["checks_file"],
        cache=described["cache"],
        seed=described["seed"],
        only=tuple(described["only"]),
        env=tuple((name, value) for name, value in described["env"]),
        check_seconds=described["check_seconds"],
        scope=Scope(described["scope"]),
        stop_at_failure=described.get("stop_at_failure", False),
        is_traced=described.get("is_traced", False),
    )
