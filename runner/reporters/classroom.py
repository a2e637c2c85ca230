"""The `result` that the Classroom reporter (`autograding-grading-reporter@v1`) reads: base64 of JSON.

That reporter counts twice: passed tests of all tests, times `max_score`, and the sum of the tests' scores. The two
agree for any weights when every test is worth the same, so a check of 2 points is two tests. It fails a job by the
top `status` alone, stumbles over no tests and over a test without a score, and prints names and `test_code`
as they are.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from runner.evidence import Outcome, Report
from runner.model import Status
from runner.reporters.marks import counts, explained, isolation_of, marks_of, named
from runner.words import say

VERSION = 1
# The result travels in one environment variable, and Linux takes 128 KB of one.
MOST_BYTES = 96_000
SHORT_NAME = 40
_STATUSES = {Status.PASSED: "pass", Status.ERRORED: "error"}
_Naming = Callable[[str, Outcome], str]


def render(reports: Sequence[Report]) -> str:
    """Return the result in base64, without line ends."""
    return base64.b64encode(json.dumps(result_of(reports)).encode("ascii")).decode("ascii")


def result_of(reports: Sequence[Report]) -> dict[str, Any]:
    """Return the result as plain data: the fullest that fits."""
    results = (
        _result(reports, is_told=True, longest=1000),
        _result(reports, is_told=False, longest=1000),
        _result(reports, is_told=False, longest=SHORT_NAME),
        _summed(reports),
    )
    return next((result for result in results if len(json.dumps(result)) <= MOST_BYTES), _summed(reports))


def _result(reports: Sequence[Report], *, is_told: bool, longest: int) -> dict[str, Any]:
    judged = [one for one in named(reports) if counts(one[2], one[1])]
    unit = math.gcd(*(outcome.points for _, _, outcome in judged))
    tests = [
        {**part, "test_code": explained(outcome, report)} if is_told and outcome.status is not Status.PASSED else part
        for name, report, outcome in judged
        for part in _parts(name[:longest], outcome, unit)
    ]
    return _whole(reports, tests)


def _parts(name: str, outcome: Outcome, unit: int) -> Iterator[dict[str, Any]]:
    """Yield a check as so many tests of equal worth; one without points would be counted, and is left out."""
    has_passed = outcome.status is Status.PASSED
    count = outcome.points // unit if unit else 0
    for number in range(1, count + 1):
        part = say("reports.part", name=name, number=number, count=count) if count > 1 else name
        yield _test(part, unit if has_passed else 0, has_passed=has_passed)


def _summed(reports: Sequence[Report]) -> dict[str, Any]:
    """Return the bare points, as few tests as tell them exactly: for what is too much to tell check by check."""
    marks = marks_of(reports)
    unit = math.gcd(marks.points, marks.possible)
    count, earned = (marks.possible // unit, marks.points // unit) if unit else (0, 0)
    tests = [_test(f"{at + 1}", unit if at < earned else 0, has_passed=at < earned) for at in range(count)]
    return _whole(reports, tests)


def _test(name: str, score: int, *, has_passed: bool) -> dict[str, Any]:
    return {"name": name, "status": "pass" if has_passed else "fail", "score": score, "line_no": 0}


def _whole(reports: Sequence[Report], tests: list[dict[str, Any]]) -> dict[str, Any]:
    marks = marks_of(reports)
    return {
        "version": VERSION,
        "status": _STATUSES.get(marks.status, "fail"),
        "max_score": marks.possible,
        "isolation": isolation_of(reports),
        "tests": tests or [_nothing_to_count(marks.status)],
    }


def _nothing_to_count(status: Status) -> dict[str, Any]:
    if status is Status.PASSED:
        return _test(say("reports.no-points.passed"), 0, has_passed=True)
    if status is Status.ERRORED:
        told = say("reports.no-grade")
        return {**_test(told, 0, has_passed=False), "status": "error", "message": told}
    return _test(say("reports.no-points.failed"), 0, has_passed=False)
