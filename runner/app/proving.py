"""Prove katas: run their programs, and remember what was proven."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from runner.app.place import Place
from runner.app.testing import kata_named, runs_folder
from runner.authoring import table
from runner.authoring.load import busy_cores
from runner.authoring.mutant_scores import keep_score, shown_score
from runner.authoring.mutants import Mutant
from runner.authoring.mutating import Hunt, hunt
from runner.authoring.proven import proof_key, proven_before, remember
from runner.authoring.record import Record
from runner.authoring.repeats import held_before, is_repeated, keep_repeats
from runner.authoring.verify import Bench, Hearing, Plan, verify
from runner.catalog import load_equivalents
from runner.executors.local import LocalExecutor
from runner.executors.stopping import Running
from runner.model import Kata, Track
from runner.server.leftovers import registered_run, sweep_leftovers
from runner.suites.forking import forked_suites
from runner.tracks.registry import require_libraries, require_tools


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under which conditions to prove."""

    under_load: bool = False
    use_cache: bool = True
    only_changed: bool = False  # repeat only the katas that have changed since they were last repeated


def prove(
    place: Place, names: tuple[str, ...], plan: Plan, conditions: Conditions, hearing: Hearing
) -> tuple[Record, ...]:
    """Prove the katas of these names, or all of them; what was proven before and has not changed is not run again."""
    katas = katas_named(place, names)
    if conditions.only_changed:
        plan = replace(plan, once=frozenset(kata.slug for kata in katas if is_repeated(kata)))
    held = {kata.slug: held_before(kata) for kata in katas}
    plan = replace(plan, held={slug: known.repeats for slug, known in held.items()})
    before = _known(place, katas, plan, conditions)
    for record in before.values():
        hearing.record(record)
    todo = tuple(kata for kata in katas if kata.slug not in before)

    def keep(record: Record) -> None:
        # At once, so that what was proven stays so when the rest is interrupted.
        kata = next(kata for kata in todo if kata.slug == record.kata)
        if record.repeat == plan.times(kata):
            remember(place.cache, kata, _key(kata, plan, conditions), record)
        keep_repeats(kata, record, held[kata.slug], under_load=conditions.under_load)
        hearing.record(record)

    made = _verified(place, todo, plan, conditions, replace(hearing, record=keep)) if todo else ()
    found = before | {record.kata: record for record in made}
    return tuple(replace(found[kata.slug], mutants=shown_score(kata)) for kata in katas)


def katas_named(place: Place, names: tuple[str, ...]) -> tuple[Kata, ...]:
    """Return the katas of these names, each once, or all of them."""
    named = {kata.slug: kata for kata in (kata_named(place, name) for name in names)}
    return tuple(named.values()) or place.syllabus.katas


def hunt_mutants(place: Place, kata: Kata, jobs: int, tell: Callable[[Mutant, str], None]) -> Hunt:
    """Run the mutants of a kata, and keep the score beside it."""
    with many_runs(place) as bench:
        found = hunt(kata, load_equivalents(kata), bench, jobs, tell)
    if not found.trouble:
        keep_score(kata, found.score())
    return found


def write_table(place: Place) -> Path:
    """Write the table of all katas into the pack, and return its file."""
    file = place.pack / table.PLACE
    file.parent.mkdir(exist_ok=True)
    file.write_text(table.table_text(place.syllabus), "utf-8")
    return file


@contextmanager
def many_runs(place: Place) -> Iterator[Bench]:
    """Give what many runs are made with: suites forked where that is possible."""
    folder = runs_folder(place.cache)
    sweep_leftovers(folder)
    with forked_suites() as suites:
        running = Running(suites, lambda: registered_run(folder))
        execute = LocalExecutor(place.cache, running.registered, running.suite)
        to_failure = replace(execute, hold=lambda _report, _control: None)
        yield Bench(execute, to_failure, command_of, running.stop)


def _known(place: Place, katas: tuple[Kata, ...], plan: Plan, conditions: Conditions) -> dict[str, Record]:
    if not conditions.use_cache or plan.keep_patterns:
        return {}
    found = {kata.slug: proven_before(place.cache, kata, _key(kata, plan, conditions)) for kata in katas}
    return {slug: record for slug, record in found.items() if record is not None}


def _key(kata: Kata, plan: Plan, conditions: Conditions) -> str:
    return proof_key(kata, plan.times(kata), "under load" if conditions.under_load else "")


def _verified(
    place: Place, katas: tuple[Kata, ...], plan: Plan, conditions: Conditions, hearing: Hearing
) -> tuple[Record, ...]:
    with ExitStack() as around:
        bench = around.enter_context(many_runs(place))
        if conditions.under_load:
            around.enter_context(busy_cores())
        return verify(katas, bench, plan, hearing)


def command_of(track: Track, folder: Path) -> tuple[str, ...]:
    """Return the command that starts a program of ours; MachineError when a tool or library is missing."""
    require_tools(track)
    require_libraries(track, folder)
    return track.run
