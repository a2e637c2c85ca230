"""Gradescope's `results/results.json`.

A run in which something broke by our fault gets no score at all: Gradescope then shows it as not graded, which calls
for a human, and never as a zero.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from runner.evidence import Outcome, Report
from runner.model import Status, Visibility
from runner.reporters.marks import explained, headline, isolation_line, isolation_of, marks_of, named
from runner.sanitise import ci_json

_VISIBILITIES: Mapping[Visibility, str] = {
    Visibility.SHOWN: "visible",
    Visibility.HIDDEN: "visible",  # its title and how it ended
    Visibility.RESERVED: "after_published",
}


def render(reports: Sequence[Report]) -> str:
    """Return the results as indented JSON."""
    return ci_json(json.dumps(results_of(reports), indent=2)) + "\n"


def results_of(reports: Sequence[Report]) -> dict[str, Any]:
    """Return the results as plain data."""
    marks = marks_of(reports)
    scores = {"score": marks.points} if marks.is_final else {}
    return {
        **scores,
        "execution_time": round(sum(report.seconds for report in reports)),
        "output": f"{isolation_line(reports)}\n{headline(reports)}",
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(name, outcome, report, is_scored=marks.is_final) for name, report, outcome in named(reports)],
        "extra_data": {
            "isolation": isolation_of(reports),
            "seeds": [report.seed for report in reports],
        },
    }


def _test(name: str, outcome: Outcome, report: Report, *, is_scored: bool) -> dict[str, Any]:
    has_passed = outcome.status is Status.PASSED
    scores = {"score": outcome.points if has_passed else 0, "max_score": outcome.points} if is_scored else {}
    return {
        **scores,
        "name": name,
        "status": "passed" if has_passed else "failed",
        "output": explained(outcome, report),
        "visibility": _VISIBILITIES[outcome.visibility],
    }
