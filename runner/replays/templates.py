"""Recorded requests with names in the places of values that an earlier answer gives (pure)."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from runner.evidence import Exchange, Failure, Outcome
from runner.exchanges.json_text import Literal
from runner.exchanges.kept import read_again
from runner.exchanges.matching import MATCHER_WORDS
from runner.replays.groups import groups_of
from runner.replays.reuse import Known, Reuse, Source, derived_of, known_before, reuses_of, value_at
from runner.replays.slots import Slot, target_slots, with_slots
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
    expectation: Any = None  # what its answer had to meet, where the check failed in it
    derived: tuple[str, ...] = ()  # values that were made from those of earlier answers
    seen: Mapping[Slot, Capture] = field(default_factory=dict)  # the values of earlier answers in that


@dataclass(frozen=True, slots=True)
class Script:
    """A check as a list of requests, ready to be written down in some language."""

    kata: str
    check: str
    title: str
    steps: tuple[Step, ...]
    captures: tuple[Capture, ...]
    failure: Failure | None = None
    env: Mapping[str, str] = field(default_factory=dict)  # what the check gave the program beside the kata's own
    in_data: bool = False  # the check itself was at the program's files, too

    @property
    def start(self) -> str:
        """Return the command that starts the program as the check did."""
        given = (f" --env {shlex.quote(f'{name}={value}')}" for name, value in self.env.items())
        return "kata run --port 8000" + "".join(given)

    def is_proven(self, step: Step) -> bool:
        """Tell whether the check found the answer right: what came after the failure nobody has judged."""
        failed = next((each.group for each in self.steps if each.failure is not None), None)
        return failed is None or step.group < failed

    @property
    def word(self) -> str:
        """Return the check's name as one that programs can use."""
        return re.sub(r"\W+", "_", self.check).strip("_") or "check"


def script_of(kata: str, outcome: Outcome, env: Mapping[str, str] | None = None) -> Script:
    """Return the exchanges of an outcome as a script."""
    exchanges, failure = outcome.exchanges, outcome.failure
    reuses, derived = reuses_of(exchanges), derived_of(exchanges)
    failing = failure.exchange if failure and 0 <= failure.exchange < len(exchanges) else -1
    expectation = read_again(failure.expectation) if failure and failing >= 0 else None
    seen = _seen(expectation, known_before(exchanges, failing)) if expectation is not None else {}
    captures = _captures([*(reuse.sources[0] for reuse in reuses), *seen.values()], exchanges)
    groups = {index: number for number, group in enumerate(groups_of(exchanges)) for index in group}
    steps = tuple(
        Step(
            number=index + 1,
            exchange=_marked(index, exchange, reuses, captures),
            captures=tuple(each for each in captures.values() if each.source.exchange == index),
            failure=failure if index == failing else None,
            group=groups[index],
            derived=derived.get(index, ()),
            expectation=expectation if index == failing else None,
            seen={slot: captures[source] for slot, source in seen.items()} if index == failing else {},
        )
        for index, exchange in enumerate(exchanges)
    )
    kept = tuple(captures.values())
    return Script(kata, outcome.check, outcome.title, steps, kept, failure, env or {}, outcome.in_data)


def _captures(sources: Iterable[Source], exchanges: Sequence[Exchange]) -> dict[Source, Capture]:
    """Return the values that are used later, each once, under names that differ."""
    captures: dict[Source, Capture] = {}
    names: set[str] = set()
    for source in sources:
        if source not in captures:
            name = _name(source, names)
            names.add(name)
            value = value_at(exchanges[source.exchange].response, source)
            captures[source] = Capture(name, source, value if isinstance(value, str) else str(value), len(captures))
    return captures


def slots_in(value: Any, name: str = "") -> Iterator[Slot]:
    """Yield the places of an expected value that an earlier answer may have filled."""
    if isinstance(value, str) and "/" in value:
        yield from target_slots(value)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        yield Slot("body", (), value if isinstance(value, str) else str(value), name)


def _seen(expectation: Any, known: Known) -> dict[Slot, Source]:
    found = ((slot, known.sources(slot)) for slot in _expected(expectation, ""))
    return {slot: sources[0] for slot, sources in found if sources}


def _expected(value: Any, name: str) -> Iterator[Slot]:
    if isinstance(value, Literal):
        value = value.value
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _expected(inner, name if key in MATCHER_WORDS else key)
    elif isinstance(value, list):
        for inner in value:
            yield from _expected(inner, name)
    else:
        yield from slots_in(value, name)


def _name(source: Source, taken: set[str]) -> str:
    word = re.sub(r"\W+", "_", source.place.removeprefix("the ").removeprefix("header ").removeprefix("cookie "))
    word = re.sub(r"[^a-z0-9_]", "", word.lower()).strip("_") or "value"
    # With the number of the answer, so that it is never a word of the language that it is written in.
    word = f"value_{word}" if not word[0].isalpha() or word in TAKEN else word
    first = f"{word}_{source.exchange + 1}"
    others = (f"{first}_{number}" for number in count(2))
    return first if first not in taken else next(name for name in others if name not in taken)


def _marked(index: int, exchange: Exchange, reuses: Sequence[Reuse], captures: Mapping[Source, Capture]) -> Exchange:
    if exchange.request is None:
        return exchange
    changes = {reuse.slot: captures[reuse.sources[0]].mark for reuse in reuses if reuse.exchange == index}
    return replace(exchange, request=with_slots(exchange.request, changes)) if changes else exchange


def ended_in(exchange: Exchange) -> str:
    """Return how an exchange ended, in a few words."""
    if exchange.response is not None:
        return f"{exchange.response.status} {exchange.response.reason}".rstrip()
    return exchange.fault or (say("replays.no-answer") if exchange.request else "")


def one_line(text: str) -> str:
    """Return text that cannot end a comment."""
    return "".join(character if character.isprintable() else " " for character in text)
