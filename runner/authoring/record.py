"""What the runs of one kata came to, as it is shown and kept (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from runner.authoring.targets import Role, Target
from runner.hinting import Sight
from runner.model import Kata


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of one program, and what did not hold."""

    target: Target
    seed: int
    faults: tuple[str, ...]
    seconds: float
    checks: int = 0
    rules: frozenset[str] = frozenset()
    left_out: str = ""  # why it did not run: this machine lacks what programs of its kind need
    sight: Sight | None = None  # what a wrong solution looks like from outside
    is_whole: bool = True  # whether every check ran, not only those that are named to catch it


@dataclass(frozen=True, slots=True)
class Fault:
    """What did not hold in one run."""

    program: str
    seed: int
    what: str


@dataclass(frozen=True, slots=True)
class Record:
    """What all runs of one kata showed; pairs are how many programs of a kind were proven in every run, of how many."""

    kata: str
    checks: int
    rules: tuple[int, int]
    stubs: tuple[int, int]
    solutions: tuple[int, int]
    wrong: tuple[int, int]
    samples: tuple[int, int]
    repeat: int
    runs: int
    flakes: tuple[str, ...]  # the programs whose runs did not all end alike
    seconds: float
    faults: tuple[Fault, ...]
    mutants: str = "-"  # caught, of how many that could be; as it is on record
    hint_faults: tuple[str, ...] = ()  # wrong solutions that do not draw their own hint
    shared_hints: tuple[tuple[str, ...], ...] = ()  # wrong solutions that look alike from outside
    left_out: tuple[str, ...] = ()  # programs that this machine cannot run, and why
    before: bool = False  # proven earlier, and nothing has changed since

    @property
    def holds(self) -> bool:
        """Return whether every run was what the kata promises."""
        return self.runs > 0 and not self.faults and not self.hint_faults


def record_of(kata: Kata, trials: Sequence[Trial]) -> Record:
    """Add up the runs of one kata."""
    left_out = tuple(dict.fromkeys(f"{trial.target.title}: {trial.left_out}" for trial in trials if trial.left_out))
    trials = [trial for trial in trials if not trial.left_out]
    covered: frozenset[str] = frozenset().union(*(trial.rules for trial in trials))
    return Record(
        kata=kata.slug,
        checks=max((trial.checks for trial in trials), default=0),
        rules=(len(covered & {rule.id for rule in kata.rules}), len(kata.rules)),
        stubs=_count(trials, Role.STUB),
        solutions=_count(trials, Role.SOLUTION),
        wrong=_count(trials, Role.WRONG),
        samples=_count(trials, Role.SAMPLE),
        repeat=_repeats(trials),
        runs=len(trials),
        flakes=_flakes(trials),
        seconds=round(sum(trial.seconds for trial in trials), 2),
        left_out=left_out,
        faults=tuple(Fault(trial.target.title, trial.seed, what) for trial in trials for what in trial.faults),
    )


def sights_of(trials: Sequence[Trial]) -> dict[str, tuple[Sight, ...]]:
    """Return what the runs of each wrong solution looked like from outside, by its name."""
    seen: dict[str, tuple[Sight, ...]] = {}
    for trial in trials:
        if trial.sight is not None:
            seen[trial.target.name] = (*seen.get(trial.target.name, ()), trial.sight)
    return seen


def record_to_data(record: Record) -> dict[str, Any]:
    """Return a record as plain data."""
    return asdict(record)


def record_from_data(described: Mapping[str, Any]) -> Record | None:
    """Return the record that plain data describes, or None when it is not one of ours."""
    try:
        given = {each.name: described[each.name] for each in fields(Record)}
        given |= {
            name: tuple(given[name])
            for name in ("rules", "stubs", "solutions", "wrong", "samples", "flakes", "hint_faults", "left_out")
        }
        given["shared_hints"] = tuple(tuple(group) for group in given["shared_hints"])
        given["faults"] = tuple(Fault(**fault) for fault in given["faults"])
        return Record(**given)
    except (KeyError, TypeError):
        return None


def _repeats(trials: Sequence[Trial]) -> int:
    """Return how often all programs ran; the last time may have been broken off."""
    ran = Counter(trial.seed for trial in trials)
    return sum(count == max(ran.values()) for count in ran.values())


def _count(trials: Sequence[Trial], role: Role) -> tuple[int, int]:
    names = {trial.target.name for trial in trials if trial.target.role is role}
    broken = {trial.target.name for trial in trials if trial.target.role is role and trial.faults}
    return len(names - broken), len(names)


def _flakes(trials: Sequence[Trial]) -> tuple[str, ...]:
    endings: dict[str, set[bool]] = {}
    for trial in trials:
        endings.setdefault(trial.target.title, set()).add(bool(trial.faults))
    return tuple(title for title, seen in endings.items() if len(seen) > 1)
