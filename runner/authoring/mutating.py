"""Run the mutants of a kata's Python solution against its suite, and tell which of them nobody noticed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from runner.authoring.mutant_scores import Score, score_digest
from runner.authoring.mutants import Mutant, mutants_of, parsable
from runner.authoring.targets import Target, solution_to_mutate
from runner.authoring.verify import FIRST_SEED, Bench
from runner.errors import KataError
from runner.evidence import Report
from runner.executors.pool import results_of
from runner.model import Kata, Status
from runner.planted import Equivalent

ENOUGH: Final = 0.95
MOST_EQUIVALENT: Final = 0.1


@dataclass(frozen=True, slots=True)
class Escape:
    """A mutant that no check noticed."""

    mutant: Mutant
    diff: str


@dataclass(frozen=True, slots=True)
class Hunt:
    """What became of all mutants of one kata."""

    kata: Kata
    track: str
    made: int
    equivalent: tuple[Mutant, ...]
    escaped: tuple[Escape, ...]
    unused: tuple[Equivalent, ...]  # declared equivalent, and no such mutant is made
    trouble: tuple[str, ...]
    date: str
    seconds: float

    @property
    def caught(self) -> int:
        """Return how many of those that could be caught were."""
        return self.possible - len(self.escaped)

    @property
    def possible(self) -> int:
        """Return how many of the mutants a request could show."""
        return self.made - len(self.equivalent)

    def score(self) -> Score:
        """Return what is kept of it."""
        escaped = tuple((escape.mutant.was, escape.mutant.now) for escape in self.escaped)
        found = (self.made, len(self.equivalent), self.caught)
        return Score(self.track, score_digest(self.kata), self.date, *found, escaped)

    def shortfalls(self) -> Iterator[str]:
        """Yield what keeps it from being good enough."""
        yield from self.trouble
        for declared in self.unused:
            yield f"declared equivalent, and no mutant is so: {declared.was} -> {declared.now}"
        if len(self.equivalent) > self.made * MOST_EQUIVALENT:
            yield f"{len(self.equivalent)} of {self.made} mutants are declared equivalent; one in ten at most"
        if self.caught < self.possible * ENOUGH:
            yield f"{self.caught} of {self.possible} mutants are caught, and {ENOUGH:.0%} are asked"


def hunt(
    kata: Kata, declared: tuple[Equivalent, ...], bench: Bench, jobs: int, tell: Callable[[Mutant, str], None]
) -> Hunt:
    """Run every mutant of a kata that is not declared equivalent; `tell` hears of each that escapes, with its diff."""
    began = time.monotonic()
    target = solution_to_mutate(kata)
    entry = target.layers[0] / target.track.entry
    source = parsable(entry.read_bytes(), str(entry))
    mutants = mutants_of(source, " ".join(rule.text for rule in kata.rules))
    of_no_use = {(each.was, each.now): each for each in declared}
    todo = [mutant for mutant in mutants if _key(mutant) not in of_no_use]
    escaped: list[Escape] = []
    trouble: list[str] = []
    with results_of(lambda mutant: _end_of(mutant, target, bench), todo, at_once=jobs, stop=bench.stop) as ends:
        for mutant, (is_caught, what) in zip(todo, ends, strict=True):
            if what:
                trouble.append(f"line {mutant.line}: {what}")
            elif not is_caught:
                escaped.append(Escape(mutant, mutant.diff(source, entry.name)))
                tell(mutant, escaped[-1].diff)
    made = {_key(mutant) for mutant in mutants}
    return Hunt(
        kata=kata,
        track=target.name,
        made=len(mutants),
        equivalent=tuple(mutant for mutant in mutants if _key(mutant) in of_no_use),
        escaped=tuple(escaped),
        unused=tuple(each for key, each in of_no_use.items() if key not in made),
        trouble=tuple(trouble),
        date=datetime.now(UTC).date().isoformat(),
        seconds=time.monotonic() - began,
    )


def _key(mutant: Mutant) -> tuple[str, str]:
    return mutant.was, mutant.now


def _end_of(mutant: Mutant, target: Target, bench: Bench) -> tuple[bool, str]:
    """Return whether a mutant was caught, and what kept us from knowing."""
    with tempfile.TemporaryDirectory(prefix="kata-mutant-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / target.kata.slug
        folder.mkdir()
        target.lay_out(folder)
        (folder / target.track.entry).write_text(mutant.text, "utf-8")
        job = target.job(folder, FIRST_SEED, bench.resolve)
        try:
            report = bench.execute_to_failure(job, lambda _outcome: None)
        except KataError as error:
            return False, error.what
    return is_caught(report), report.trouble


def is_caught(report: Report) -> bool:
    """Tell whether a suite noticed that something is wrong."""
    ended = all(outcome.status is Status.PASSED for outcome in report.outcomes)
    return report.launch is not None or not ended
