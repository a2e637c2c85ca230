"""Prove katas: run every stub, solution, wrong solution and sample, in several orders, and say what does not hold."""

from __future__ import annotations

import itertools
import math
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from runner.authoring import patterns
from runner.authoring.proof import STARTS, faults
from runner.authoring.record import Record, Trial, record_of, sights_of
from runner.authoring.targets import Resolver, Role, Target, targets_of
from runner.errors import KataError, MachineError
from runner.executors.pool import results_of
from runner.hinting import sight_of
from runner.model import Kata
from runner.ports import Executor

FIRST_SEED = 1
# Most of a run is waiting, for a server to start or for silence to have lasted long enough.
AT_ONCE = 2 * (os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Plan:
    """How thoroughly to prove: how often each program runs, how many at a time, with which cores kept busy."""

    repeat: int = 1
    jobs: int = AT_ONCE
    once: frozenset[str] = frozenset()  # the katas that need no repeats, by slug
    held: Mapping[str, int] = field(default_factory=dict)  # with how many seeds katas held before, by slug
    until: float = math.inf  # no repeat begins after this moment (of time.monotonic)
    every_track: bool = False  # whether a program that this machine cannot run is a fault
    keep_patterns: bool = False  # what `kata hint` knows the planted mistakes by

    def times(self, kata: Kata) -> int:
        """Return how often each program of a kata runs."""
        return 1 if kata.slug in self.once else max(1, self.repeat)

    def seeds(self, kata: Kata) -> tuple[int, ...]:
        """Return the seeds that each program of a kata runs with: the first one always, then those that are new."""
        new = max(FIRST_SEED, self.held.get(kata.slug, 0)) + 1
        return FIRST_SEED, *range(new, new + self.times(kata) - 1)


@dataclass(frozen=True, slots=True)
class Bench:
    """What programs are run with."""

    execute: Executor
    execute_to_failure: Executor  # to the first check that fails, which is enough to catch a mutant
    resolve: Resolver
    stop: Callable[[], None] = lambda: None  # ends everything that runs


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears what: each run as it ends, each kata when its last run has ended."""

    trial: Callable[[Trial], None]
    record: Callable[[Record], None]


def verify(katas: Sequence[Kata], bench: Bench, plan: Plan, hearing: Hearing) -> tuple[Record, ...]:
    """Prove these katas, several programs at a time; nothing is left running when this is interrupted."""
    # Repeat by repeat: when time runs out, each program of a kata ran equally often.
    work = [(target, seed) for kata in katas for seed in plan.seeds(kata) for target in targets_of(kata)]
    records: list[Record] = []
    with results_of(lambda item: _try(*item, bench, plan), work, at_once=plan.jobs, stop=bench.stop) as trials:
        for slug, of_one in itertools.groupby(_heard(trials, hearing), lambda trial: trial.target.kata.slug):
            kata = next(kata for kata in katas if kata.slug == slug)
            records.append(_record(kata, tuple(of_one), plan))
            hearing.record(records[-1])
    return tuple(records)


def _record(kata: Kata, trials: tuple[Trial, ...], plan: Plan) -> Record:
    sights = sights_of(trials)
    whole = sights_of([trial for trial in trials if trial.is_whole])
    if plan.keep_patterns:
        patterns.record(kata, sights)
    return replace(
        record_of(kata, trials),
        hint_faults=tuple(patterns.hint_faults(kata, sights)) if patterns.recorded(kata)[1] else (),
        shared_hints=patterns.sharing(kata, whole),
    )


def _heard(trials: Iterator[Trial | None], hearing: Hearing) -> Iterator[Trial]:
    for trial in trials:
        if trial is not None:
            hearing.trial(trial)
            yield trial


def _try(target: Target, seed: int, bench: Bench, plan: Plan) -> Trial | None:
    began = time.monotonic()
    if seed != FIRST_SEED and began > plan.until:
        return None
    only = _named(target) if seed != FIRST_SEED else ()
    with tempfile.TemporaryDirectory(prefix="kata-verify-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / target.kata.slug
        folder.mkdir()
        target.lay_out(folder)
        try:
            job = target.job(folder, seed, bench.resolve)
            report = bench.execute(replace(job, only=only), lambda _outcome: None)
        except MachineError as error:
            return _without_tools(target, seed, error, plan)
        except KataError as error:
            why = f"it could not be run: {error.what} {error.fix}".strip()
            return Trial(target, seed, (why,), time.monotonic() - began)
    return Trial(
        target,
        seed,
        faults(target, report),
        time.monotonic() - began,
        checks=len(report.outcomes),
        rules=frozenset(outcome.rule for outcome in report.outcomes),
        sight=sight_of(report) if target.role is Role.WRONG else None,
        is_whole=not only,
    )


def _without_tools(target: Target, seed: int, error: MachineError, plan: Plan) -> Trial:
    why = f"{error.what}. {error.fix}".strip()
    if plan.every_track:
        return Trial(target, seed, (f"it could not be run: {why}",), 0.0)
    return Trial(target, seed, (), 0.0, left_out=why)


def _named(target: Target) -> tuple[str, ...]:
    # That a planted mistake passes everything else is shown once, and that nothing else flakes by the solutions;
    # what has to hold every time is that the checks it names catch it.
    named = target.wrong.caught_by if target.wrong else ()
    return () if STARTS in named else named
