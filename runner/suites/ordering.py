"""Which checks run, and in which order (pure)."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

from runner.model import Check, Scope, Visibility


def in_scope(checks: Sequence[Check], scope: Scope) -> tuple[Check, ...]:
    """Return the checks that run for this person, in the file's order."""
    return tuple(check for check in checks if scope is Scope.WHOLE or check.visibility is not Visibility.RESERVED)


def selected(checks: Sequence[Check], only: Iterable[str]) -> tuple[Check, ...]:
    """Return the checks of these ids and all that they depend on, in the file's order; no ids: all."""
    wanted = list(only)
    if not wanted:
        return tuple(checks)
    by_id = {check.id: check for check in checks}
    chosen: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in by_id and name not in chosen:
            chosen.add(name)
            wanted.extend(by_id[name].depends_on)
    return tuple(check for check in checks if check.id in chosen)


def shuffled(checks: Sequence[Check], seed: int) -> tuple[Check, ...]:
    """Return the checks in an order drawn from the seed, each after those it depends on.

    Those that are shown come before the others: a program cannot answer them, or print beside them, what hidden checks
    sent it, for what it says to a shown check is shown.
    """
    drawn = list(checks)
    random.Random(f"order:{seed}").shuffle(drawn)
    return _settled(sorted(drawn, key=lambda check: check.visibility is not Visibility.SHOWN))


def in_file_order(checks: Sequence[Check]) -> tuple[Check, ...]:
    """Return the checks as their author wrote them, each after those it depends on."""
    return _settled(checks)


def _settled(checks: Sequence[Check]) -> tuple[Check, ...]:
    by_id = {check.id: check for check in checks}
    placed: dict[str, Check] = {}
    for check in checks:
        _place(check, by_id, placed, frozenset())
    return tuple(placed.values())


def _place(check: Check, by_id: Mapping[str, Check], placed: dict[str, Check], above: frozenset[str]) -> None:
    if check.id in placed or check.id in above:
        return
    for name in check.depends_on:
        if name in by_id:
            _place(by_id[name], by_id, placed, above | {check.id})
    placed[check.id] = check
