"""What a report comes to for whoever keeps the marks: pass, fail, or neither of them (pure)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from runner.evidence import Cause, LaunchFinding, Report
from runner.model import Limits, Status
from runner.reporters.marks import OUR_LAUNCHES

# Why a program was not ready in time that another moment may be better for.
LATE = frozenset({"still_starting", "silent"})

LONGEST_REASON = 400
TIMES = 3.0

ALONE = "It ran out of time, or the grading of it broke; this is its second run, alone and with three times the time."


class Standing(StrEnum):
    """How a submission stands. Only the first two are marks."""

    PASSED = "passed"
    FAILED = "failed"
    INVALID = "invalid"  # refused before it ran: a person has to look; no mark, so no zero
    ERRORED = "errored"  # the grading broke, by our fault: no mark either


@dataclass(frozen=True, slots=True)
class Grade:
    """One line of the class: whose work, of which kata, and what it came to."""

    student: str
    kata: str
    standing: Standing
    points: int = 0
    possible: int = 0
    reason: str = ""  # why it is no pass, in one line
    look: str = ""  # why a person should look at it; empty when nobody need
    attempts: int = 0
    seconds: float = 0.0
    seed: int = 0
    isolation: str = ""
    digest: str = ""  # of the files that ran
    at: str = ""  # RFC 3339, UTC
    key: str = ""  # what it rests on: files, kata, runner, seed
    is_final: bool = False  # not made again as long as the key is the same

    @property
    def is_mark(self) -> bool:
        """Tell whether its points may stand in a gradebook."""
        return self.standing in (Standing.PASSED, Standing.FAILED)


def standing_of(report: Report) -> Standing:
    """Return how the submission of a report stands."""
    if report.refused:
        return Standing.INVALID
    is_ours = report.launch is not None and report.launch.cause in OUR_LAUNCHES
    if report.trouble or is_ours or (report.launch is None and report.verdict.status is Status.ERRORED):
        return Standing.ERRORED
    if report.launch is None and report.verdict.status is Status.PASSED:
        return Standing.PASSED
    return Standing.FAILED


def ran_out_of_time(report: Report) -> bool:
    """Tell whether something in a run was late, so that it deserves a quieter moment."""
    if report.launch is not None:
        return report.launch.cause in LATE
    return any(
        outcome.status is Status.NOT_RUN or (outcome.failure is not None and outcome.failure.cause is Cause.TIMEOUT)
        for outcome in report.outcomes
    )


def reason_of(report: Report) -> str:
    """Return in one line why a submission did not pass."""
    if report.refused or report.trouble:
        return (report.refused or report.trouble).splitlines()[0]
    if report.launch is not None:
        return _sentence_of(report.launch)
    first = next((outcome for outcome in report.outcomes if outcome.check == report.verdict.first_failure), None)
    if first is None:
        late = sum(outcome.status is Status.NOT_RUN for outcome in report.outcomes)
        return f"out of time: {late} checks were not run" if late else "nothing was checked"
    failing = sum(outcome.status is Status.FAILED for outcome in report.outcomes)
    more = f" (and {failing - 1} more)" if failing > 1 else ""
    return f"{first.check}: {first.title}{more}"


def look_of(report: Report, left_out: tuple[str, ...]) -> str:
    """Return why a person should look at a submission, or an empty text."""
    standing = standing_of(report)
    if standing is Standing.INVALID:
        return "it was not run"
    if standing is Standing.ERRORED:
        return "the grading broke"
    if standing is Standing.FAILED and ran_out_of_time(report):
        return "it ran out of time, also alone"
    return left_out[0] if standing is Standing.FAILED and left_out else ""


def grade_of(report: Report, left_out: tuple[str, ...], attempts: int, key: str) -> Grade:
    """Return the line of the class that a report stands for."""
    standing = standing_of(report)
    return Grade(
        student=report.submission,
        kata=report.kata,
        standing=standing,
        points=report.verdict.points if standing in (Standing.PASSED, Standing.FAILED) else 0,
        possible=report.verdict.possible,
        reason="" if standing is Standing.PASSED else reason_of(report)[:LONGEST_REASON],
        look=look_of(report, left_out),
        attempts=attempts,
        seconds=report.seconds,
        seed=report.seed,
        isolation=report.isolation,
        digest=report.submission_digest,
        at=report.started,
        key=key,
        is_final=standing in (Standing.PASSED, Standing.FAILED),
    )


def with_more_time(limits: Limits) -> Limits:
    """Return the limits of a second run: what a busy machine delayed is not held against the learner."""
    return Limits(*(TIMES * seconds for seconds in (limits.start, limits.check, limits.suite)))


def as_second_run(report: Report) -> Report:
    """Return the report of a second run, alone, which says that it is one."""
    return replace(report, remarks=(*report.remarks, ALONE))


def _sentence_of(launch: LaunchFinding) -> str:
    place = launch.where.splitlines()[0] if launch.where else ""
    return f"it never became ready: {launch.what}" + (f" ({place})" if place else "")
