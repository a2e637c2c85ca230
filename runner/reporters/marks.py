"""What a report is worth to whoever keeps the marks: whole points, and never a zero for an error of ours (pure).

A check that broke by our fault counts in neither sum. A server that never became ready is the learner's failure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from runner.evidence import Failure, LaunchFinding, Outcome, Report
from runner.model import Status, Visibility
from runner.sanitise import ci_line, ci_log
from runner.words import say

NONE = "none"  # isolation
OUR_LAUNCHES = frozenset({"missing_tool"})  # why a program did not start that this machine is to blame for
LONGEST_EXPLANATION = 2000


@dataclass(frozen=True, slots=True)
class Marks:
    """The points of one or several reports together; `possible` leaves out what we could not judge."""

    points: int
    possible: int
    status: Status
    passed: int
    checks: int
    errored: int  # checks, or whole runs, that broke by our fault
    refused: int  # submissions that were never run

    @property
    def is_final(self) -> bool:
        """Tell whether these points are the whole truth, so that they may stand in a gradebook."""
        return not (self.errored or self.refused)


def marks_of(reports: Iterable[Report]) -> Marks:
    """Add up reports."""
    reports = tuple(reports)
    outcomes = [(outcome, report) for report in reports for outcome in report.outcomes]
    passed = [outcome for outcome, report in outcomes if outcome.status is Status.PASSED and counts(outcome, report)]
    errored = sum(map(_errors, reports))
    refused = sum(bool(report.refused) for report in reports)
    return Marks(
        points=sum(outcome.points for outcome in passed),
        possible=sum(outcome.points for outcome, report in outcomes if counts(outcome, report)),
        status=Status.ERRORED if errored or refused else _status(reports),
        passed=len(passed),
        checks=len(outcomes),
        errored=errored,
        refused=refused,
    )


def counts(outcome: Outcome, report: Report) -> bool:
    """Tell whether a check was judged, so that it counts in the sums."""
    return outcome.status is not Status.ERRORED and not report.refused and not _is_our_launch(report)


def needs_a_human(report: Report) -> bool:
    """Tell whether there is no mark: something broke by our fault, or the submission was never run."""
    return bool(report.refused) or _errors(report) > 0


def _errors(report: Report) -> int:
    if report.refused:
        return 0
    errored = sum(outcome.status is Status.ERRORED for outcome in report.outcomes)
    is_empty = not report.outcomes and report.launch is None
    is_ours = report.trouble or is_empty or report.verdict.status is Status.ERRORED or _is_our_launch(report)
    return errored or int(bool(is_ours))


def _is_our_launch(report: Report) -> bool:
    return report.launch is not None and report.launch.cause in OUR_LAUNCHES


def _status(reports: Sequence[Report]) -> Status:
    has_passed = all(report.verdict.status is Status.PASSED and report.launch is None for report in reports)
    return Status.PASSED if reports and has_passed else Status.FAILED


def isolation_line(reports: Sequence[Report]) -> str:
    """Return how strictly the submissions were shut in, as every report for people begins."""
    return say("reports.isolation", kinds=isolation_of(reports))


def isolation_of(reports: Sequence[Report]) -> str:
    """Return how strictly the submissions were shut in, each kind once."""
    return ci_line(", ".join(dict.fromkeys(report.isolation or NONE for report in reports)) or NONE)


def headline(reports: Sequence[Report]) -> str:
    """Return the sum in one sentence; where there is no mark it says so, and why."""
    marks = marks_of(reports)
    if len(reports) == 1 and reports[0].refused:
        return ci_line(say("reports.refused.no-mark", reason=reports[0].refused))
    sums = say("reports.sums", points=marks.points, possible=marks.possible, passed=marks.passed, checks=marks.checks)
    broke = say("reports.broke", count=marks.errored) if marks.errored else ""
    never = say("reports.never-run", count=marks.refused) if marks.refused else ""
    notes = "; ".join(note for note in (broke, never) if note)
    return say("reports.human", sums=sums, notes=notes) if notes else sums


def named(reports: Sequence[Report]) -> Iterator[tuple[str, Report, Outcome]]:
    """Yield every check with its title, after the kata and the submission where there are several of them."""
    several_katas = len({report.kata for report in reports}) > 1
    several_people = len({report.submission for report in reports}) > 1
    for report in reports:
        parts = (report.submission if several_people else "", report.kata if several_katas else "")
        before = "".join(f"{part}: " for part in parts if part)
        for outcome in report.outcomes:
            yield ci_line(before + (outcome.title or outcome.check)), report, outcome


def explained(outcome: Outcome, report: Report) -> str:
    """Return in a few harmless lines why a check did not pass; of a hidden one nothing but that."""
    if outcome.status is Status.PASSED:
        return ""
    return ci_log(_explanation(outcome, report))[:LONGEST_EXPLANATION]


def _explanation(outcome: Outcome, report: Report) -> str:
    if report.refused:
        return say("reports.refused", reason=report.refused)
    if not counts(outcome, report):
        return say("reports.ours")
    if report.launch is not None:
        return never_ready(report.launch)
    if outcome.status is Status.SKIPPED:
        return say("reports.skipped", checks=", ".join(outcome.depends_on) or say("reports.another-check"))
    if outcome.status is Status.NOT_RUN:
        return say("reports.not-run")
    return (
        _why(outcome.failure) if outcome.failure and outcome.visibility is Visibility.SHOWN else say("reports.hidden")
    )


def never_ready(launch: LaunchFinding) -> str:
    """Return why a program never became ready: what, where and what to do."""
    where = say("reports.where", where=launch.where) if launch.where else ""
    fix = say("reports.fix", fix=launch.fix) if launch.fix else ""
    return "\n".join(part for part in (launch.what, where, fix) if part)


def _why(failure: Failure) -> str:
    parts = (
        failure.summary,
        say("reports.expected", expected=failure.expected) if failure.expected else "",
        say("reports.got", actual=failure.actual) if failure.actual else "",
        say("reports.fix", fix=failure.hint) if failure.hint else "",
        say("reports.why", why=failure.why) if failure.why else "",
    )
    return "\n".join(part for part in parts if part)
