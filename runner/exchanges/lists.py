"""Matchers of whole lists that look at values alone: an order, no repeats, the same elements in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from runner.exchanges.describing import direction_of
from runner.exchanges.differences import Difference, missing, named, unlike
from runner.exchanges.json_path import PathMissing, at, find
from runner.exchanges.json_text import canonical, same_kind, show
from runner.words import say


def same_elements(expected: list[Any], value: list[Any], place: str) -> Difference | None:
    """Compare two lists whose order is free, without trying every pair."""
    surplus = Counter(canonical(element) for element in value)
    lacking = []
    for element in expected:
        key = canonical(element)
        if surplus[key]:
            surplus[key] -= 1
        else:
            lacking.append(element)
    if not lacking:
        return None
    instead = next((show(element) for element in value if surplus[canonical(element)]), say("expecting.nothing"))
    return without(place, show(lacking[0]), instead, len(lacking))


def without(place: str, lacking: str, instead: str, count: int) -> Difference:
    """Return the difference of a list that lacks an element, and has another one in its place."""
    if count == 1:
        summary = say("expecting.lacks-element", place=place, lacking=lacking, instead=instead)
    else:
        summary = say("expecting.lacks-elements", place=place, lacking=lacking, more=count - 1, instead=instead)
    return Difference(place, lacking, instead, summary)


def assign(start: int, fits: list[list[int]], taken: dict[int, int]) -> bool:
    """Find an element for a matcher, moving other matchers where needed; without recursion."""
    came_from: dict[int, int] = {}
    waiting = [start]
    while waiting:
        matcher = waiting.pop()
        for element in fits[matcher]:
            if element in came_from:
                continue
            came_from[element] = matcher
            # The search ends at an element that is still free; else its owner looks for another one.
            if element not in taken:
                _move(element, start, came_from, taken)
                return True
            waiting.append(taken[element])
    return False


def in_sequence(order: Any, value: Any, place: str) -> Difference | None:
    """Hold that a list is in the order that `sorted:` asks for."""
    if not isinstance(value, list):
        return unlike(place, value, say("expecting.type.list"))
    path, direction = (order["by"], order.get("order", "ascending")) if isinstance(order, Mapping) else ("$", order)
    keys = _keys(path, value, place)
    if isinstance(keys, Difference):
        return keys
    for position, (one, other) in enumerate(pairwise(keys)):
        first, second = (one, other) if direction == "ascending" else (other, one)
        if not same_kind(one, other) or not isinstance(one, str | int | float):
            return Difference(
                place,
                say("expecting.one-kind"),
                show(keys),
                say("expecting.mixes", place=place, one=named(one), other=named(other)),
            )
        if first > second:
            spot = at(place, position + 1)
            word = direction_of(direction)
            summary = say("expecting.not-in-order", place=place, direction=word, one=show(one), other=show(other))
            return Difference(spot, say("expecting.in-order", direction=word), f"{show(one)}, {show(other)}", summary)
    return None


def without_repeats(path: Any, value: Any, place: str) -> Difference | None:
    """Hold that no element, or no part of an element at a path, comes twice."""
    if not isinstance(value, list):
        return unlike(place, value, say("expecting.type.list"))
    keys = _keys(path if isinstance(path, str) else "$", value, place)
    if isinstance(keys, Difference):
        return keys
    seen: dict[str, int] = {}
    for position, key in enumerate(keys):
        first = seen.setdefault(canonical(key), position)
        if first != position:
            summary = say("expecting.repeats", place=at(place, position), value=show(key), first=at(place, first))
            return Difference(at(place, position), say("expecting.values-without-repeats"), show(key), summary)
    return None


def _keys(path: str, value: list[Any], place: str) -> list[Any] | Difference:
    keys = []
    for position, element in enumerate(value):
        try:
            keys.append(find(path, element))
        except PathMissing as error:
            return missing(at(place, position) + error.place[1:], say("expecting.value"))
    return keys


def _move(element: int, start: int, came_from: dict[int, int], taken: dict[int, int]) -> None:
    while True:
        matcher = came_from[element]
        before = next((other for other, owner in taken.items() if owner == matcher), None)
        taken[element] = matcher
        if matcher == start or before is None:
            return
        element = before
