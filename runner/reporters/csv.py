"""A gradebook for a spreadsheet or an LMS: one line a submission and kata.

Where there is no mark the score stays empty, so that no zero is imported, and `status` says `errored` or `refused`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from runner.evidence import Report
from runner.model import Status
from runner.reporters.marks import NONE, marks_of
from runner.sanitise import ci_line
from runner.words import say

COLUMNS = (
    "student",
    "kata",
    "score",
    "max",
    "status",
    "passed",
    "checks",
    "isolation",
    "track",
    "graded_at",
    "seed",
    "submission_digest",
    "note",
)
_FORMULAS = ("=", "+", "-", "@")


def render(reports: Sequence[Report]) -> str:
    """Return the table with a head line."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_safe(_row(report)) for report in reports)
    return table.getvalue()


def _row(report: Report) -> tuple[str, ...]:
    marks = marks_of([report])
    return (
        report.submission,
        report.kata,
        str(marks.points) if marks.is_final else "",
        str(report.verdict.possible),
        _status(report, marks.status),
        str(marks.passed),
        str(marks.checks),
        report.isolation or NONE,
        report.track,
        report.started,
        str(report.seed),
        report.submission_digest,
        _note(report, is_final=marks.is_final),
    )


def _status(report: Report, status: Status) -> str:
    if report.refused:
        return "refused"
    return "never_ready" if report.launch and status is Status.FAILED else status.value


def _note(report: Report, *, is_final: bool) -> str:
    if report.refused:
        return say("reports.refused", reason=report.refused)
    if not is_final:
        return say("reports.needs-a-human")
    return report.launch.what if report.launch else ""


def _safe(row: Sequence[str]) -> Iterator[str]:
    # A spreadsheet would run a cell that begins like a formula; blanks in front do not stop it.
    for cell in map(ci_line, row):
        yield f"'{cell}" if cell.lstrip().startswith(_FORMULAS) else cell
