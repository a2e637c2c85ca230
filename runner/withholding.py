"""What a learner may see of a report: of a hidden check its title and how it ended, nothing else (pure).

The log of the whole run goes too, since a program that prints its requests would tell there what hidden checks sent;
a shown check keeps the part that belongs to it. Shown checks run before hidden ones for the same reason.
"""

from __future__ import annotations

from dataclasses import replace

from runner.evidence import Outcome, Report
from runner.model import Status, Visibility
from runner.words import say


def withheld(report: Report) -> Report:
    """Return the report as its learner may read it; the same one when no check is hidden."""
    if all(outcome.visibility is Visibility.SHOWN for outcome in report.outcomes):
        return report
    spared = replace(
        report,
        outcomes=tuple(map(_withheld, report.outcomes)),
        trouble=say("reports.withheld.trouble") if report.trouble else "",
    )
    return _without_log(spared) if _has_seen_hidden(report) else spared


def unveiled(report: Report) -> Report:
    """Return the report for its instructor: every check shown, those that learners do not see marked."""
    return replace(report, outcomes=tuple(map(_unveiled, report.outcomes)))


def _withheld(outcome: Outcome) -> Outcome:
    if outcome.visibility is Visibility.SHOWN:
        return outcome
    return replace(outcome, failure=None, exchanges=(), server_log="", seconds=0.0)


def _has_seen_hidden(report: Report) -> bool:
    """Tell whether the program may have seen what a hidden check sends; one that was cut off has sent something."""
    none = {Status.SKIPPED, Status.NOT_RUN} if report.launch else {Status.SKIPPED}
    return any(outcome.visibility is not Visibility.SHOWN and outcome.status not in none for outcome in report.outcomes)


def _without_log(report: Report) -> Report:
    launch = replace(report.launch, log_tail="") if report.launch else None
    has_log = report.log_tail or (report.launch and report.launch.log_tail)
    remarks = (*report.remarks, say("reports.withheld.log")) if has_log else report.remarks
    return replace(report, log_tail="", launch=launch, remarks=remarks)


def _unveiled(outcome: Outcome) -> Outcome:
    if outcome.visibility is Visibility.SHOWN:
        return outcome
    return replace(outcome, visibility=Visibility.SHOWN, title=f"{outcome.title} ({outcome.visibility})")
