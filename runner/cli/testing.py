"""Commands that start the learner's program: test, run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from runner.cli.options import as_json, kata_argument
from runner.cli.output import Output
from runner.errors import ExitCode, UsageError
from runner.sanitise import ci_inert
from runner.suites.starting import Started, start_suite
from runner.words import say

if TYPE_CHECKING:
    from runner.app.place import Place
    from runner.app.testing import Suites
    from runner.evidence import Outcome, Report
    from runner.model import Kata


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How the result is wanted."""

    verbose: bool
    as_json: bool
    many: bool
    html: Path | None


@click.command("test", help=say("help.test"))
@kata_argument()
@click.option("-v", "--verbose", is_flag=True, help=say("help.option.test-verbose"))
@click.option("--only", multiple=True, metavar="CHECK", help=say("help.option.test-only"))
@click.option("--seed", type=click.IntRange(0), help=say("help.option.test-seed"))
@click.option("--all", "every", is_flag=True, help=say("help.option.test-all"))
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help=say("help.option.test-html"))
@click.option("--keep", is_flag=True, help=say("help.option.test-keep"))
@click.option(
    "--keep-seconds", type=click.FloatRange(0.1, 86400), metavar="N", help=say("help.option.test-keep-seconds")
)
@as_json
@click.pass_obj
def test_command(
    output: Output,
    *,
    name: str | None,
    verbose: bool,
    only: tuple[str, ...],
    seed: int | None,
    every: bool,
    html: Path | None,
    keep: bool,
    keep_seconds: float | None,
    as_json: bool,
) -> int:
    """Start your program and test it."""
    wanted = _Wanted(verbose, as_json, every, html)
    is_kept = keep or keep_seconds is not None
    if is_kept:
        _refuse_to_keep(keep_seconds, every=every)
    with early_suite() as suites:
        from runner.app import testing
        from runner.app.place import here

        place = here()
        if is_kept:
            from runner.cli.keeping import keep_test

            def show(report: Report) -> None:
                _show([report], output, wanted)

            kata = place.kata(name)
            return testing.exit_code(
                keep_test(place, kata, output, show, seconds=keep_seconds, seed=seed, only=only, suites=suites)
            )
        katas = testing.opened(place) if every else (place.kata(name),)
        reports = [_tested(place, kata, output, seed=seed, only=only, quiet=as_json, suites=suites) for kata in katas]
    _show(reports, output, wanted)
    return testing.worst([testing.exit_code(report) for report in reports])


@click.command("run", help=say("help.run"))
@kata_argument()
@click.option("--port", type=click.IntRange(1, 65535), help=say("help.option.run-port"))
@click.option("--env", "variables", multiple=True, metavar="NAME=VALUE", help=say("help.option.run-env"))
@click.pass_obj
def run_command(output: Output, *, name: str | None, port: int | None, variables: tuple[str, ...]) -> int:
    """Start your program and leave it up to play with."""
    from runner.app.place import here
    from runner.app.running import Wish, run_until_interrupted

    place = here()
    kata = place.kata(name)
    run_until_interrupted(place, kata, Wish(port, variables), tell=output.note, show=output.print)
    return ExitCode.PASSED


@contextmanager
def early_suite() -> Iterator[Suites]:
    """Start the suite process at once, so that it loads its libraries while this one loads its own modules."""
    waiting = [start_suite()]

    def take() -> Started:
        return waiting.pop() if waiting else start_suite()

    try:
        yield take
    finally:
        for started in waiting:
            started.process.kill()
            started.process.wait()
            started.log.close()


def _tested(
    place: Place, kata: Kata, output: Output, *, seed: int | None, only: tuple[str, ...], quiet: bool, suites: Suites
) -> Report:
    from runner.app import testing

    live = not quiet and sys.stderr.isatty()
    room = output.width - 1  # in the last column some terminals begin a new line
    if live:
        output.note(say("cli.testing", slug=kata.slug))

    def listen(outcome: Outcome) -> None:
        if live:
            click.echo(f"\r{outcome.title[:room]:<{room}}", err=True, nl=False)

    report = testing.run_tests(place, kata, seed=seed, only=only, listen=listen, suites=suites)
    if live:
        click.echo(f"\r{'':<{room}}\r", err=True, nl=False)
    return report


def _refuse_to_keep(seconds: float | None, *, every: bool) -> None:
    from runner.cli.keeping import refuse_without_end

    if every:
        what = say("cli.keep.all")
        raise UsageError(what, fix="kata test KATA --keep")
    refuse_without_end(seconds)


def _show(reports: list[Report], output: Output, wanted: _Wanted) -> None:
    if wanted.as_json:
        output.json(_as_json(reports, many=wanted.many))
    else:
        for report in reports:
            output.print(_as_text(report, output, verbose=wanted.verbose))
    if wanted.html is not None and reports:
        _write_html(wanted.html, reports[-1], output)


def _as_text(report: Report, output: Output, *, verbose: bool) -> str:
    from runner.reporters.terminal import Style, render

    style = Style(color=output.color, ascii=output.ascii, width=output.width, verbose=verbose, links=output.links)
    return ci_inert(render(report, style))  # it may be a job's log that this is printed to


def _as_json(reports: list[Report], *, many: bool) -> str:
    import json

    from runner.reporters.json import render

    if not many:
        return render(reports[0])
    return json.dumps([json.loads(render(report)) for report in reports], indent=2, ensure_ascii=False)


def _write_html(path: Path, report: Report, output: Output) -> None:
    from runner.errors import WorkspaceError
    from runner.reporters.html import render

    try:
        path.write_text(render(report), "utf-8")
    except OSError as error:
        what = say("cli.html.what", reason=error.strerror)
        raise WorkspaceError(what, where=str(path), fix=say("cli.html.fix")) from error
    output.note(say("cli.written", file=path))
