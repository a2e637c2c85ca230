"""A class to report on: one submission of each kind that a grader can meet."""

from dataclasses import replace

from runner.evidence import LaunchFinding
from runner.model import Status, Visibility
from tests.unit.reporters.samples import FAILED, HOSTILE, NOT_RUN, PASSED, SAMPLES, report

STARTED = "2026-11-26T09:00:00Z"
HIDDEN = replace(FAILED, check="c", title="A hidden one", visibility=Visibility.HIDDEN, points=3)
OURS = replace(FAILED, check="d", title="One that broke", status=Status.ERRORED, failure=None, points=4)


def handed_in(name, whole, **changes):
    """Return a report as grading makes it."""
    return replace(whole, submission=name, isolation="full", started=STARTED, seconds=1.5, **changes)


ALICE = handed_in("alice", report(PASSED, FAILED, HIDDEN))
BOB = handed_in("bob", SAMPLES["passed"])
CAROL = handed_in("carol", SAMPLES["launch"])
DORA = handed_in("dora", report(PASSED, FAILED, OURS), trouble="check d: KeyError: 'no_such_fixture'")
ERIC = handed_in("eric", report(), refused="its folder holds 2,001 files; 2,000 are the most")
FAY = handed_in("fay", report(NOT_RUN))
FAY = replace(FAY, launch=LaunchFinding("missing_tool", "node is not installed here"))
MALLORY = handed_in(HOSTILE, SAMPLES["hostile"], log_tail=HOSTILE * 2, remarks=(HOSTILE,), title=HOSTILE, kata=HOSTILE)
CLASS = (ALICE, BOB, CAROL, DORA, ERIC, FAY)
