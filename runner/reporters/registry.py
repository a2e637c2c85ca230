"""Every reporter by the name that `--format` takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from runner.evidence import Outcome, Report
from runner.ports import Reporter
from runner.reporters import classroom, classroom50, csv, github, gradescope, html, json, junit, markdown, terminal

_PLAIN = terminal.Style()
_WHOLE = terminal.Style(verbose=True)


def _text(reports: Sequence[Report]) -> str:
    return terminal.render_graded(reports, _PLAIN)


def _card(outcome: Outcome, report: Report) -> str:
    return "\n".join(terminal.render_card(outcome, report, _WHOLE))


REPORTERS: Mapping[str, Reporter] = {
    "text": lambda reports, _: _text(reports),
    "json": lambda reports, _: json.render_lines(reports),
    "junit": lambda reports, _: junit.render(reports),
    "classroom": lambda reports, _: classroom.render(reports),
    "classroom50": classroom50.render,
    "github": lambda reports, around: github.render(reports, around, _text),
    "github-output": lambda reports, _: github.render_outputs(reports, classroom.render(reports)),
    "markdown": lambda reports, _: markdown.render(reports, _card),
    "gradescope": lambda reports, _: gradescope.render(reports),
    "csv": lambda reports, _: csv.render(reports),
    "html": lambda reports, _: html.render_graded(reports),
}
