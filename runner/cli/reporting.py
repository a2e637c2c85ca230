"""The command that turns stored reports into other formats: report."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

import click

from runner.cli.output import Output
from runner.errors import ExitCode

if TYPE_CHECKING:
    from runner.app.reporting import Target
    from runner.evidence import Report

with_hidden = click.option(
    "--with-hidden", is_flag=True, help="Also what hidden checks sent and got: for the instructor alone."
)
outputs = click.option(
    "--output", "outputs", multiple=True, metavar="FORMAT=FILE", help="Write this format to a file; repeatable."
)


@click.command("report")
@click.argument("file", type=click.File("rb"))
@click.option("--format", "form", metavar="FORMAT", help="What to print; default: text, unless --output is given.")
@outputs
@with_hidden
@click.pass_obj
def report_command(
    output: Output, *, file: BinaryIO, form: str | None, outputs: tuple[str, ...], with_hidden: bool
) -> int:
    """Turn a stored report into any other format.

    FILE is what `kata test --json` or `kata grade --format json` wrote: one report, or one a line; - reads stdin.

    \b
      kata report run.json --format markdown
      kata report class.jsonl --output csv=marks.csv --output junit=marks.xml

    \b
    Formats: text, json, junit, csv, html, markdown, github, github-output,
    classroom, classroom50, gradescope
    """
    from runner.app import reporting

    targets = reporting.targets_of(outputs)
    wanted = reporting.known_format(form or "text")
    reports = reporting.read_reports(file.read(), file.name)
    write_reports(output, reports, targets, with_hidden=with_hidden)
    if form or not targets:
        show = output.print if wanted == "text" else output.data
        show(reporting.render(reports, wanted, os.environ, with_hidden=with_hidden).rstrip("\n"))
    return ExitCode.PASSED


def write_reports(output: Output, reports: Sequence[Report], targets: Sequence[Target], *, with_hidden: bool) -> None:
    """Write reports to files, and say which."""
    from runner.app.reporting import write_all

    write_all(reports, targets, os.environ, with_hidden=with_hidden)
    for target in targets:
        output.note(f"written: {target.path}")
