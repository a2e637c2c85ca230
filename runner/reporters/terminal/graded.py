"""What a grader sees: how strictly the submissions were shut in, then one run as its learner sees it, or a table."""

from __future__ import annotations

from collections.abc import Sequence

from runner.evidence import Report
from runner.model import Status
from runner.reporters.marks import headline, isolation_line, marks_of, needs_a_human
from runner.reporters.terminal.report import render
from runner.reporters.terminal.style import Style, pad
from runner.sanitise import ci_inert, columns
from runner.words import say

LONGEST_NAME = 40


def render_graded(reports: Sequence[Report], style: Style) -> str:
    """Return the isolation line, then the run, or a table of runs with those first that need a human."""
    first = style.clean(isolation_line(reports))
    if len(reports) == 1:
        return ci_inert(f"{first}\n{render(reports[0], style)}")
    return ci_inert("\n".join([first, *_table(reports, style), style.clean(headline(reports))]))


def _table(reports: Sequence[Report], style: Style) -> list[str]:
    ordered = sorted(reports, key=lambda report: (not needs_a_human(report), report.submission, report.kata))
    rows = [_row(report, style) for report in ordered]
    widths = [max((columns(row[at]) for row in rows), default=0) for at in range(3)]
    return [
        style.cut(f"{style.glyph(_status(report))} " + "  ".join(_padded(row, widths)).rstrip(), style.room)
        for report, row in zip(ordered, rows, strict=True)
    ]


def _row(report: Report, style: Style) -> tuple[str, str, str, str]:
    marks = marks_of([report])
    return (
        style.cut(style.clean(report.submission), LONGEST_NAME),
        style.cut(style.clean(report.kata), LONGEST_NAME),
        say("reports.points-of", points=marks.points, possible=marks.possible),
        style.clean(_remark(report)),
    )


def _padded(row: tuple[str, str, str, str], widths: list[int]) -> list[str]:
    return [*(pad(cell, width) for cell, width in zip(row, widths, strict=False) if width), row[3]]


def _status(report: Report) -> Status:
    return marks_of([report]).status


def _remark(report: Report) -> str:
    if report.refused:
        return say("reports.refused", reason=report.refused)
    if needs_a_human(report):
        return say("reports.needs-a-human")
    if report.launch:
        return say("reports.never-ready", reason=report.launch.what)
    return say("reports.passed" if _status(report) is Status.PASSED else "reports.failed")
