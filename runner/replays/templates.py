"""Recorded requests with names in the places of values that an earlier answer gives (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from runner.evidence import Exchange, Failure, Outcome
from runner.replays.resending import groups_of
from runner.replays.reuse import Source, reuses_of
from runner.replays.slots import with_slots
from runner.words import say

# Survives quoting in a URL, in JSON and in a shell.
MARK = "KaTaVaLuE{number}eNd"
TAKEN = frozenset({"answer", "answers", "calls"})
MARKED = re.compile(r"KaTaVaLuE(\d+)eNd")


@dataclass(frozen=True, slots=True)
class Capture:
    """A value to be kept from an answer under a name."""

    name: str
    source: Source
    recorded: str
    number: int

    @property
    def mark(self) -> str:
        """Return what stands in its place in requests."""
        return MARK.format(number=self.number)


@dataclass(frozen=True, slots=True)
class Step:
    """One exchange (its request with marks), what to keep of its answer, and whether the check failed in it."""

    number: int  # from 1, as a person counts
    exchange: Exchange
    captures: tuple[Capture, ...] = ()
    failure: Failure | None = None
    group: int = 0  # steps with one group were sent at once


@dataclass(frozen=True, slots=True)
class Script:
    """A check as a list of requests, ready to be written down in some language."""

    kata: str
    check: str
    title: str
    steps: tuple[Step, ...]
    captures: tuple[Capture, ...]

    @property
    def word(self) -> str:
        """Return the check's name as one that programs can use."""
        return re.sub(r"\W+", "_", self.check).strip("_") or "check"


def script_of(kata: str, outcome: Outcome) -> Script:
    """Return the exchanges of an outcome as a script."""
    exchanges = outcome.exchanges
    captures = captures_of(exchanges)
    groups = {index: number for number, group in enumerate(groups_of(exchanges)) for index in group}
    failure = outcome.failure
    steps = tuple(
        Step(
            number=index + 1,
            exchange=_marked(index, exchange, exchanges, captures),
            captures=tuple(each for each in captures if each.source.exchange == index),
            failure=failure if failure and failure.exchange == index else None,
            group=groups[index],
        )
        for index, exchange in enumerate(exchanges)
    )
    return Script(kata, outcome.check, outcome.title, steps, captures)


def captures_of(exchanges: Sequence[Exchange]) -> tuple[Capture, ...]:
    """Return the values that later requests use, each once, under names that differ."""
    captures: dict[Source, Capture] = {}
    names: set[str] = set()
    for reuse in reuses_of(exchanges):
        source = reuse.sources[0]
        if source not in captures:
            name = _name(source, names)
            names.add(name)
            captures[source] = Capture(name, source, reuse.slot.text, len(captures))
    return tuple(captures.values())


def _name(source: Source, taken: set[str]) -> str:
    word = re.sub(r"\W+", "_", source.place.removeprefix("the ").removeprefix("header ").removeprefix("cookie "))
    word = re.sub(r"[^a-z0-9_]", "", word.lower()).strip("_") or "value"
    # With the number of the answer, so that it is never a word of the language that it is written in.
    word = f"value_{word}" if not word[0].isalpha() or word in TAKEN else word
    first = f"{word}_{source.exchange + 1}"
    others = (f"{first}_{number}" for number in count(2))
    return first if first not in taken else next(name for name in others if name not in taken)


def _marked(index: int, exchange: Exchange, exchanges: Sequence[Exchange], captures: Sequence[Capture]) -> Exchange:
    if exchange.request is None:
        return exchange
    by_source = {capture.source: capture for capture in captures}
    changes = {
        reuse.slot: by_source[reuse.sources[0]].mark for reuse in reuses_of(exchanges) if reuse.exchange == index
    }
    return replace(exchange, request=with_slots(exchange.request, changes)) if changes else exchange


def ended_in(exchange: Exchange) -> str:
    """Return how an exchange ended, in a few words."""
    if exchange.response is not None:
        return f"{exchange.response.status} {exchange.response.reason}".rstrip()
    return exchange.fault or (say("replays.no-answer") if exchange.request else "")


def one_line(text: str) -> str:
    """Return text that cannot end a comment."""
    return "".join(character if character.isprintable() else " " for character in text)
