"""The `result.json` that Classroom 50 reads (`classroom50/result/v1`): whole points, keys with hyphens.

Where the result belongs stands in the environment that Classroom 50 gives its autograder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from runner.evidence import Outcome, Report
from runner.model import Status
from runner.ports import Surroundings
from runner.reporters.marks import counts, explained, isolation_of, marks_of, named
from runner.sanitise import ci_json

SCHEMA = "classroom50/result/v1"
LOCAL = "local"  # graded outside a classroom
NO_TIME = "1970-01-01T00:00:00Z"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ")


def render(reports: Sequence[Report], surroundings: Surroundings) -> str:
    """Return the result as indented JSON."""
    return ci_json(json.dumps(result_of(reports, surroundings), indent=2)) + "\n"


def result_of(reports: Sequence[Report], surroundings: Surroundings) -> dict[str, Any]:
    """Return the result as plain data."""
    marks = marks_of(reports)

    def given(*names: str, otherwise: str = LOCAL) -> str:
        return next((surroundings[name] for name in names if surroundings.get(name)), otherwise)

    tag = given("SUBMISSION_TAG")
    return {
        "schema": SCHEMA,
        "classroom": given("CLASSROOM"),
        "assignment": given("ASSIGNMENT"),
        "assignment_type": "individual",  # its runner writes over this, and over owner and datetime
        "owner": given("OWNER", "USERNAME", otherwise=next((r.submission for r in reports if r.submission), LOCAL)),
        "submission": tag if tag.startswith("submit/") else f"submit/{tag}",
        "commit": given("COMMIT_URL"),
        "release": given("RELEASE_URL"),
        "review": given("REVIEW_URL"),
        "datetime": _time_of(reports),
        "score": marks.points,
        "max-score": marks.possible,
        "tests": _tests(reports),
    }


def _tests(reports: Sequence[Report]) -> list[dict[str, Any]]:
    isolation = isolation_of(reports)
    return [{**_test(name, outcome, report), "isolation": isolation} for name, report, outcome in named(reports)]


def _test(name: str, outcome: Outcome, report: Report) -> dict[str, Any]:
    has_passed = outcome.status is Status.PASSED
    test: dict[str, Any] = {
        "test-name": name,
        "passed": has_passed,
        "score": outcome.points if has_passed else 0,
        "max-score": outcome.points if counts(outcome, report) else 0,
        "status": outcome.status.value,
    }
    return test if has_passed else {**test, "message": explained(outcome, report)}


def _time_of(reports: Sequence[Report]) -> str:
    times = sorted(report.started for report in reports if _TIME.fullmatch(report.started))
    return times[-1] if times else NO_TIME
