"""The command for whoever marks: grade."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from runner.app.grading import JOBS
from runner.cli.options import KataName, as_json, print_json
from runner.cli.output import Output
from runner.cli.reporting import outputs, with_hidden, write_reports
from runner.errors import UsageError

if TYPE_CHECKING:
    from runner.app.reporting import Target
    from runner.grading.marking import Marked
    from runner.grading.store import Store

SCHEMA = "kata/grades/v1"
FOLDER = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How the result is wanted."""

    form: str  # empty: a table of a class, a whole run when there is one
    targets: Sequence[Target]
    as_json: bool
    with_hidden: bool


@click.command("grade")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=FOLDER)
@click.option("--kata", "name", default="", metavar="KATA", type=KataName(), help="Of this kata alone.")
@click.option("--each", is_flag=True, help="PATH is a folder of submissions: each folder in it is somebody's work.")
@click.option("--jobs", type=click.IntRange(1), default=JOBS, show_default=True, help="So many at a time.")
@click.option("--seed", type=click.IntRange(0), help="The same random data for everybody; default: drawn anew.")
@click.option("--regrade", is_flag=True, help="Also grade again what has not changed since.")
@click.option(
    "--accept-isolation",
    "accepted",
    type=click.Choice(["full", "reduced", "none"]),
    default="full",
    help="Grade although submissions are shut in less strictly than they should be.",
)
@click.option("--pack", type=FOLDER, metavar="FOLDER", help="Grade by these katas; default: those that came with kata.")
@click.option("--store", "kept_in", type=FOLDER, metavar="FOLDER", help="Where grades are kept, to go on from there.")
@click.option("--format", "form", default="", metavar="FORMAT", help="What to print; default: a table of the class.")
@outputs
@with_hidden
@as_json
@click.pass_obj
def grade_command(
    output: Output,
    *,
    paths: tuple[Path, ...],
    name: str,
    each: bool,
    jobs: int,
    seed: int | None,
    regrade: bool,
    accepted: str,
    pack: Path | None,
    kept_in: Path | None,
    form: str,
    outputs: tuple[str, ...],
    with_hidden: bool,
    as_json: bool,
) -> int:
    """Grade what was handed in; nothing of it is changed.

    \b
      kata grade alice/todo-api                 one kata
      kata grade alice                          every kata in a workspace
      kata grade --each submissions --jobs 4    a class: each folder is one student's work
      kata grade alice --output junit=marks.xml --output csv=marks.csv

    \b
    Formats: text, json, junit, csv, html, markdown, github, github-output,
    classroom, classroom50, gradescope

    Killed at any moment and started again, it goes on where it was. The exit code is 0 when the grading
    itself worked, whatever the marks.
    """
    from runner.app import reporting
    from runner.app.grading import Plan, Wish, class_of, exit_code, grade, store_for
    from runner.cli.grade_progress import Progress

    if form and as_json:
        raise UsageError("--json prints the grades, --format whole reports", fix="leave one of them out")
    targets = reporting.targets_of(outputs)
    wanted = _Wanted(reporting.known_format(form) if form else "", targets, as_json, with_hidden)
    taken = class_of(Wish(paths, name, each, pack))
    for remark in taken.remarks:
        output.note(f"kata: {remark}")
    with store_for(paths, kept_in, output.note) as store:
        if store.unread:
            output.note(f"kata: {store.unread} lines of {store.folder} cannot be read: those are graded again")
        progress = Progress(output, len(taken.entries))
        try:
            marked = grade(taken, store, Plan(jobs, seed, regrade), accepted, progress)
        except KeyboardInterrupt:
            progress.close()
            output.note(f"{progress.done} of {len(taken.entries)} graded; the same command goes on from there")
            raise
        progress.close()
        _show(output, marked, store, wanted)
        if each:
            _keep_marks(output, marked, store)
    return exit_code([one.grade for one in marked])


def _show(output: Output, marked: Sequence[Marked], store: Store, wanted: _Wanted) -> None:
    from runner.app import reporting
    from runner.app.grading import reports_of

    reports = reports_of(marked, store) if wanted.form or wanted.targets else ()
    write_reports(output, reports, wanted.targets, with_hidden=wanted.with_hidden)
    if wanted.as_json:
        grades = [{**asdict(one.grade), "before": one.before} for one in marked]
        print_json(output, {"schema": SCHEMA, "store": str(store.folder), "grades": grades})
    elif wanted.form:
        show = output.print if wanted.form == "text" else output.data
        show(reporting.render(reports, wanted.form, os.environ, with_hidden=wanted.with_hidden).rstrip("\n"))
    else:
        output.print(_text(output, marked, store, wanted))


def _keep_marks(output: Output, marked: Sequence[Marked], store: Store) -> None:
    """Leave the marks of a class where its grades are, as a table for a spreadsheet."""
    from runner.app import reporting
    from runner.app.grading import reports_of

    marks = reporting.Target("csv", store.folder / "marks.csv")
    reporting.write_all(reports_of(marked, store), [marks], os.environ, with_hidden=False)
    output.note(f"kept in {store.folder}: the reports, and the marks in {marks.path.name}")


def _text(output: Output, marked: Sequence[Marked], store: Store, wanted: _Wanted) -> str:
    from runner.app.grading import reports_of
    from runner.grading.table import render_table
    from runner.reporters.terminal import Style, render_graded
    from runner.withholding import unveiled, withheld

    style = Style(color=output.color, ascii=output.ascii, width=output.width)
    if len(marked) > 1:
        return render_table(marked, style)
    seen = unveiled if wanted.with_hidden else withheld
    return render_graded([seen(report) for report in reports_of(marked, store)], style)
