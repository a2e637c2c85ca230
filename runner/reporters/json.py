"""The report as JSON: the same text that crosses machines, described by `schema/report.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence

from runner.evidence import Report
from runner.sanitise import ci_json
from runner.wire import report_to_json


def render(report: Report) -> str:
    """Return the whole report as one line of JSON."""
    return ci_json(report_to_json(report))


def render_lines(reports: Sequence[Report]) -> str:
    """Return one line of JSON a report."""
    return "\n".join(map(render, reports))
