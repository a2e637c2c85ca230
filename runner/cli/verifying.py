"""The command that proves katas: verify."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import click

from runner.app.place import Place
from runner.authoring.mutants import Mutant
from runner.authoring.record import Record, Trial
from runner.authoring.verify import AT_ONCE, Hearing, Plan
from runner.cli.options import as_json, kata_argument, print_json
from runner.cli.output import Output
from runner.errors import ExitCode


@click.command("verify")
@kata_argument(many=True)
@click.option("--repeat", type=click.IntRange(1, 1000), default=1, metavar="N", help="Run every program N times.")
@click.option("--changed", "only_changed", is_flag=True, help="Repeat only what changed since it was last repeated.")
@click.option("--minutes", type=click.FloatRange(min=0), metavar="M", help="Begin no repeat after so many minutes.")
@click.option("--every-track", is_flag=True, help="A language that this machine cannot run is a fault.")
@click.option("--shuffle", is_flag=True, help="Accepted for clarity: the order is always drawn anew from the seed.")
@click.option("--load", "under_load", is_flag=True, help="Keep every core busy meanwhile.")
@click.option("--jobs", type=click.IntRange(1), default=AT_ONCE, help="Programs run at a time.")
@click.option("--cache/--no-cache", "use_cache", default=True, help="Whether an unchanged kata may stay proven.")
@click.option("--record", "records", is_flag=True, help="Keep what each mistake looks like, for kata hint.")
@click.option("--mutants", "with_mutants", is_flag=True, help="Change the solution in small ways; count the caught.")
@click.option("--write-table", is_flag=True, help="Write the table of docs/katas.md anew.")
@as_json
@click.pass_obj
def verify_command(
    output: Output,
    *,
    names: tuple[str, ...],
    repeat: int,
    only_changed: bool,
    minutes: float | None,
    every_track: bool,
    shuffle: bool,  # noqa: ARG001  always so
    under_load: bool,
    jobs: int,
    use_cache: bool,
    records: bool,
    with_mutants: bool,
    write_table: bool,
    as_json: bool,
) -> int:
    """Prove katas: stub, solutions, wrong solutions and samples.

    \b
      kata verify                               every kata of this pack
      kata verify todo-api --repeat 20 --load   one, in twenty orders with other data, on a busy machine
      kata verify --repeat 20 --changed         all, but those that were repeated as they are now only once
    """
    from runner.app import proving
    from runner.app.place import here
    from runner.app.proving import Conditions, katas_named, prove
    from runner.authoring.todos import todos_of
    from runner.cli.proofs import progress_line, proof_to_data, proofs_text, todos_text

    def tell_trial(trial: Trial) -> None:
        for fault in trial.faults:
            output.note(f"{trial.target.kata.slug}: {trial.target.title} (seed {trial.seed}): {fault}")

    def tell_record(record: Record) -> None:
        output.note(progress_line(record))

    until = math.inf if minutes is None else time.monotonic() + 60 * minutes
    plan = Plan(repeat, jobs, until=until, every_track=every_track, keep_patterns=records)
    conditions = Conditions(under_load=under_load, use_cache=use_cache, only_changed=only_changed)
    place = here()
    proofs = prove(place, names, plan, conditions, Hearing(tell_trial, tell_record))
    holds = all(record.holds for record in proofs)
    if with_mutants and not any(record.faults for record in proofs):
        proofs, is_enough = _with_mutants(output, place, proofs, jobs)
        holds = holds and is_enough
    todos = {kata.slug: todos_of(kata) for kata in katas_named(place, names)}
    holds = holds and not any(todos.values())
    if as_json:
        print_json(output, [proof_to_data(record, todos[record.kata]) for record in proofs])
    else:
        output.print(proofs_text(proofs) + todos_text(todos))
    if write_table and holds:
        output.note(f"written: {proving.write_table(place)}")
    return ExitCode.PASSED if holds else ExitCode.BROKEN_KATA


def _with_mutants(
    output: Output, place: Place, proofs: tuple[Record, ...], jobs: int
) -> tuple[tuple[Record, ...], bool]:
    """Run the mutants of katas that are proven, and say what nobody noticed."""
    from runner.app.proving import hunt_mutants

    def tell(mutant: Mutant, diff: str) -> None:
        output.note(f"line {mutant.line}: no check notices this\n{diff}\n")

    scored, is_enough = [], True
    for record in proofs:
        hunt = hunt_mutants(place, place.kata(record.kata), jobs, tell)
        output.note(f"{record.kata}: {hunt.caught} of {hunt.possible} mutants caught in {hunt.seconds:.0f} s")
        for shortfall in hunt.shortfalls():
            is_enough = False
            output.note(f"{record.kata}: {shortfall}")
        scored.append(replace(record, mutants=str(hunt.score())))
    return tuple(scored), is_enough
