"""The command that shows an author what learners will see: preview."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from runner.authoring.preview import Preview
from runner.cli.options import KataName, as_json, print_json
from runner.cli.output import Output
from runner.errors import MachineError
from runner.evidence import Report
from runner.model import Status
from runner.reporters.terminal.card import render_card, render_launch
from runner.reporters.terminal.style import Style

TOLD = (Status.FAILED, Status.ERRORED)


@click.command("preview")
@click.argument("name", metavar="KATA", type=KataName())
@click.option("--wrong", default="", metavar="NAME", help="Only this planted wrong solution.")
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write a page.")
@as_json
@click.pass_obj
def preview_command(output: Output, *, name: str, wrong: str, page: Path | None, as_json: bool) -> None:
    """See what learners will see when a check fails, by running the stubs and the wrong solutions.

    \b
      kata preview todo-api                              all of them
      kata preview todo-api --wrong id-from-the-count    one planted mistake
      kata preview todo-api --html preview.html          with every request and answer, as a page
    """
    from runner.app.place import here
    from runner.app.previewing import preview

    place = here()
    kata = place.kata(name)
    style = Style(color=output.color, ascii=output.ascii, width=output.width)
    told = not as_json and page is None

    def tell(shown: Preview) -> None:
        if told:
            output.print("\n".join(_lines(shown, style)))
        else:
            output.note(f"{shown.heading}: {_counted(shown.report)}")

    found = preview(place, kata, wrong, tell)
    if as_json:
        print_json(output, [_to_data(shown) for shown in found])
    if page is not None:
        _write(page, kata.title, found)
        output.print(f"Written: {page}")


def _lines(shown: Preview, style: Style) -> Iterator[str]:
    yield style.paint(style.cut(f"== {style.clean(shown.heading)} ", style.room).ljust(style.room, "="), "cyan")
    yield from style.wrap(style.clean(shown.remark), "", 3)
    yield ""
    report = shown.report
    if report.trouble:
        yield from style.wrap(style.clean(f"The suite broke: {report.trouble}"), "  ", 6)
    if report.launch is not None:
        yield from (*render_launch(report.launch, report, style), "")
    for outcome in report.outcomes:
        if outcome.status in TOLD:
            yield from (*render_card(outcome, report, style), "")


def _counted(report: Report) -> str:
    failing = sum(outcome.status in TOLD for outcome in report.outcomes)
    return "it never becomes ready" if report.launch else f"{failing} of {len(report.outcomes)} checks fail"


def _to_data(shown: Preview) -> dict[str, object]:
    from runner.wire import report_to_json

    return {"program": shown.heading, "remark": shown.remark, "report": json.loads(report_to_json(shown.report))}


def _write(page: Path, title: str, found: tuple[Preview, ...]) -> None:
    from runner.reporters.html.several import Section, render_several

    sections = [Section(shown.heading, shown.remark, shown.report) for shown in found]
    try:
        page.write_text(render_several(f"{title}: what learners will see", sections), encoding="utf-8")
    except OSError as error:
        what = f"the page could not be written: {error.strerror or error}"
        raise MachineError(what, where=str(page), fix="name another file") from None
