from dataclasses import replace
from pathlib import Path

import pytest

from runner.authoring.proof import faults
from runner.authoring.targets import Role, Target
from runner.evidence import Cause, Failure, LaunchFinding, Outcome, Report, Verdict
from runner.model import Kata, Status, Track, Visibility
from runner.planted import WrongSolution

KATA = Kata("k", "K", "s", "t", (), (), (), Path(), Path())
TRACK = Track("python", "Python", "app.py", ("python", "app.py"))


def outcome(name, status=Status.PASSED, cause=Cause.MISMATCH, needs=()):
    failure = Failure(cause, "it differs") if status is Status.FAILED else None
    return Outcome(name, name, "R1", 1, Visibility.SHOWN, status, failure, depends_on=needs)


def report(*outcomes):
    points = sum(one.status is Status.PASSED for one in outcomes)
    return Report("k", "K", "python", outcomes, Verdict(Status.FAILED, points, len(outcomes)), 1)


def target(role, *caught_by):
    wrong = WrongSolution("w", Path(), "python", caught_by, "m", "h") if role is Role.WRONG else None
    return Target(KATA, role, "x", TRACK, (), wrong)


FAILED, PASSED, SKIPPED, ERRORED = Status.FAILED, Status.PASSED, Status.SKIPPED, Status.ERRORED

PROVEN = [
    (target(Role.STUB), report(outcome("a", FAILED), outcome("b", SKIPPED, needs=("a",)))),
    (target(Role.SOLUTION), report(outcome("a"), outcome("b"))),
    (target(Role.WRONG, "a"), report(outcome("a", FAILED), outcome("b"))),
    (target(Role.WRONG, "a"), report(outcome("a", FAILED), outcome("b", SKIPPED, needs=("a",)))),
]

BROKEN = [
    (target(Role.STUB), report(outcome("a")), "earns 1 points"),
    (target(Role.STUB), report(outcome("a", FAILED, Cause.CRASHED)), "should fail by assertion"),
    (target(Role.STUB), report(outcome("a", SKIPPED)), "should fail by assertion"),
    (target(Role.SOLUTION), report(outcome("a"), outcome("b", FAILED)), "b should pass"),
    (target(Role.SOLUTION), report(outcome("a", ERRORED)), "a should pass"),
    (target(Role.WRONG, "a"), report(outcome("a"), outcome("b")), "nothing catches it"),
    (target(Role.WRONG, "a"), report(outcome("a", FAILED), outcome("b", FAILED)), "b is not named"),
    (target(Role.WRONG, "a"), report(outcome("a", ERRORED), outcome("b", FAILED)), "a should catch it"),
    (target(Role.WRONG, "starts"), report(outcome("a")), "became ready"),
]


@pytest.mark.parametrize(("one", "seen"), PROVEN)
def test_what_the_kata_promises_has_no_faults(one, seen):
    assert faults(one, seen) == ()


@pytest.mark.parametrize(("one", "seen", "expected"), BROKEN)
def test_what_does_not_hold_is_said(one, seen, expected):
    assert expected in " ".join(faults(one, seen))


@pytest.mark.parametrize("role", [Role.STUB, Role.SOLUTION, Role.WRONG])
def test_a_program_that_does_not_start_is_a_fault(role):
    dead = replace(report(), launch=LaunchFinding("exited", "it ended"))

    assert "does not start: it ended" in " ".join(faults(target(role, "a"), dead))


def test_a_wrong_solution_may_be_caught_by_not_starting():
    dead = replace(report(), launch=LaunchFinding("exited", "it ended"))

    assert faults(target(Role.WRONG, "starts"), dead) == ()


def test_a_broken_suite_proves_nothing():
    assert "suite broke" in faults(target(Role.SOLUTION), replace(report(outcome("a")), trouble="KeyError"))[0]
