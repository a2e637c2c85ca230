"""Whether the report of one program proves what the kata promises of it (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from runner.authoring.targets import Role, Target
from runner.evidence import Cause, Outcome, Report
from runner.model import Status

STARTS = "starts"


def faults(target: Target, report: Report) -> tuple[str, ...]:
    """Return every way in which the report is not what the kata promises, each a sentence; none: proven."""
    if report.trouble:
        return (f"the suite broke: {report.trouble}",)
    judges = {
        Role.STUB: _stub_faults,
        Role.SOLUTION: _solution_faults,
        Role.WRONG: _wrong_faults,
        Role.SAMPLE: _sample_faults,
    }
    return tuple(judges[target.role](target, report))


def _stub_faults(_target: Target, report: Report) -> Iterator[str]:
    if report.launch is not None:
        yield f"it does not start: {report.launch.what}"
        return
    if report.verdict.points:
        earned = [outcome.check for outcome in report.outcomes if outcome.status is Status.PASSED]
        yield f"it earns {report.verdict.points} points and should earn none: {', '.join(earned)}"
    for outcome in report.outcomes:
        if not outcome.depends_on and not _fails_by_assertion(outcome):
            yield f"the root check {outcome.check} ends {_in_words(outcome)}; it should fail by assertion"


def _solution_faults(_target: Target, report: Report) -> Iterator[str]:
    if report.launch is not None:
        yield f"it does not start: {report.launch.what}"
        return
    for outcome in report.outcomes:
        if outcome.status is not Status.PASSED:
            yield f"{outcome.check} should pass and ends {_in_words(outcome)}"


def _wrong_faults(target: Target, report: Report) -> Iterator[str]:
    named = set(target.wrong.caught_by) if target.wrong else set()
    if STARTS in named or report.launch is not None:
        yield from _launch_faults(named, report)
        return
    for outcome in report.outcomes:
        caught = outcome.status is Status.FAILED
        if outcome.check in named and not caught and outcome.status is not Status.SKIPPED:
            yield f"{outcome.check} should catch it and ends {_in_words(outcome)}"
        if outcome.check not in named and outcome.status not in (Status.PASSED, Status.SKIPPED):
            yield f"{outcome.check} is not named in caught_by and ends {_in_words(outcome)}"
    if not any(outcome.status is Status.FAILED for outcome in report.outcomes):
        yield "no check fails: nothing catches it"


def _sample_faults(target: Target, report: Report) -> Iterator[str]:
    score = target.sample.score if target.sample else 0
    unsure = [outcome.check for outcome in report.outcomes if outcome.status in (Status.ERRORED, Status.NOT_RUN)]
    if unsure and report.launch is None:
        yield f"these checks came to no end: {', '.join(unsure)}"
    if report.verdict.points != score:
        lost = [outcome.check for outcome in report.outcomes if outcome.status is not Status.PASSED]
        what = f"its points are {report.verdict.points} of {report.verdict.possible} and should be {score}"
        yield f"{what}; not passed: {', '.join(lost) or 'none'}"


def _launch_faults(named: set[str], report: Report) -> Iterator[str]:
    if report.launch is None:
        yield f"caught_by says `{STARTS}`, and it became ready"
    elif STARTS not in named:
        yield f"it does not start: {report.launch.what}"


def _fails_by_assertion(outcome: Outcome) -> bool:
    return outcome.status is Status.FAILED and outcome.failure is not None and outcome.failure.cause is Cause.MISMATCH


def _in_words(outcome: Outcome) -> str:
    if outcome.failure is None:
        return outcome.status.value
    return f"{outcome.status.value} ({outcome.failure.cause.value}: {outcome.failure.summary})"
