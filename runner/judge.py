"""What the outcomes of a run add up to (pure).

A pass is only what the suite reported, check by check: whatever was listed and has no outcome is never a pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from runner.evidence import Outcome, Verdict
from runner.model import Check, Status


def complete(checks: Sequence[Check], outcomes: Iterable[Outcome], missing: Status) -> tuple[Outcome, ...]:
    """Return one outcome for each check in the file's order; those that never came get the status `missing`."""
    came: Mapping[str, Outcome] = {outcome.check: outcome for outcome in outcomes}
    return tuple(came.get(check.id) or unfinished(check, missing) for check in checks)


def unfinished(check: Check, status: Status) -> Outcome:
    """Return the outcome of a check that did not run to its end."""
    return Outcome(
        check=check.id,
        title=check.title,
        rule=check.rule,
        points=check.points,
        visibility=check.visibility,
        status=status,
        depends_on=check.depends_on,
    )


def weighed(outcomes: Iterable[Outcome], points: Iterable[tuple[str, int]]) -> tuple[Outcome, ...]:
    """Return the outcomes with the points that a pack gives to some of them."""
    given = dict(points)
    return tuple(replace(outcome, points=given.get(outcome.check, outcome.points)) for outcome in outcomes)


def judge(outcomes: Sequence[Outcome]) -> Verdict:
    """Add up points and find the first failure; nothing at all is an error, never a pass."""
    points = sum(outcome.points for outcome in outcomes if outcome.status is Status.PASSED)
    bad = (Status.FAILED, Status.ERRORED)
    first = next((outcome.check for status in bad for outcome in outcomes if outcome.status is status), "")
    return Verdict(_worst(outcomes), points, sum(outcome.points for outcome in outcomes), first)


def _worst(outcomes: Sequence[Outcome]) -> Status:
    seen = {outcome.status for outcome in outcomes}
    for status in (Status.ERRORED, Status.FAILED, Status.NOT_RUN, Status.SKIPPED):
        if status in seen:
            return status
    return Status.PASSED if seen else Status.ERRORED
