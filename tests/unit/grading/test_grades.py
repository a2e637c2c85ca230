from dataclasses import replace

import pytest

from runner.evidence import Cause, Failure, LaunchFinding, Outcome, Report
from runner.grading.grades import Standing, grade_of, ran_out_of_time, standing_of
from runner.judge import judge
from runner.model import Status, Visibility

PASSED = Outcome("a", "A", "R1", 2, Visibility.SHOWN, Status.PASSED)
FAILED = replace(PASSED, check="b", title="B", status=Status.FAILED, failure=Failure(Cause.MISMATCH, "no"))


def report(*outcomes, **rest):
    return Report("hello", "Hello", "python", outcomes, judge(outcomes), 7, **rest)


def finding(cause):
    return report(replace(PASSED, status=Status.NOT_RUN), launch=LaunchFinding(cause, "it is not ready"))


STANDINGS = {
    "passed": (report(PASSED), Standing.PASSED),
    "failed": (report(PASSED, FAILED), Standing.FAILED),
    "never ready": (finding("exited"), Standing.FAILED),
    "a tool is missing": (finding("missing_tool"), Standing.ERRORED),
    "nothing ran": (report(), Standing.ERRORED),
    "a check broke": (report(PASSED, replace(PASSED, status=Status.ERRORED)), Standing.ERRORED),
    "trouble": (report(PASSED, trouble="the suite ended"), Standing.ERRORED),
    "refused": (report(refused="too big"), Standing.INVALID),
    "out of time": (report(PASSED, replace(PASSED, status=Status.NOT_RUN)), Standing.FAILED),
}


@pytest.mark.parametrize("name", STANDINGS)
def test_a_report_has_a_standing(name):
    made, standing = STANDINGS[name]

    assert standing_of(made) is standing


@pytest.mark.parametrize("name", [name for name, (_, standing) in STANDINGS.items() if standing != "passed"])
def test_only_a_pass_or_a_fail_is_a_mark_and_has_points(name):
    grade = grade_of(STANDINGS[name][0], (), 1, "key")

    assert grade.is_mark == (grade.standing is Standing.FAILED) == grade.is_final
    assert grade.is_mark or (grade.points == 0 and grade.look)
    assert grade.reason


def test_what_was_late_is_known_from_what_was_wrong():
    late = report(replace(FAILED, failure=Failure(Cause.TIMEOUT, "nothing came")))

    assert all(map(ran_out_of_time, (late, finding("still_starting"), finding("silent"))))
    assert not any(map(ran_out_of_time, (report(PASSED), report(FAILED), finding("exited"))))


def test_a_failure_with_something_left_out_is_for_a_person_to_look_at():
    left_out = ("x is a symbolic link, and was left out",)

    assert grade_of(report(FAILED), left_out, 1, "key").look == left_out[0]
    assert grade_of(report(PASSED), left_out, 1, "key").look == ""
