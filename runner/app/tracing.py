"""Run one check with a look at the server's data and log around every exchange."""

from __future__ import annotations

from dataclasses import dataclass, replace

from runner import __version__
from runner.app.place import Place
from runner.app.testing import Suites, executor, job_of
from runner.errors import UsageError
from runner.evidence import Outcome, Report
from runner.exchanges.load import load_checks
from runner.model import Check, Kata, Status, Visibility
from runner.server.launching import Launch
from runner.tracing.flow import arrows_of, lanes_of, steps_of
from runner.tracing.observing import ObservedControl
from runner.tracing.records import Trace
from runner.words import say
from runner.workspace.runs import last_run


@dataclass(frozen=True, slots=True)
class Traced:
    """A traced run; `trace` is None when the check had no turn (the report says why)."""

    report: Report
    trace: Trace | None


def trace_check(place: Place, kata: Kata, name: str | None, seed: int | None, suites: Suites) -> Traced:
    """Trace a check: the one named, else the first that failed in the last run, else the first."""
    workspace = place.required_workspace()
    before = last_run(workspace, kata.slug)
    check = chosen_check(load_checks(kata.checks_file, place.cache), kata, before, name)
    if seed is None and before is not None:
        seed = before.seed  # the same random data as in the run that the learner has just read
    job = job_of(place, workspace, kata, seed, (check.id,))
    observers: list[ObservedControl] = []

    def observe(launch: Launch) -> ObservedControl:
        observers.append(ObservedControl(launch))
        return observers[-1]

    report = replace(executor(place, suites), observe=observe)(job, lambda _: None)
    outcome = next(outcome for outcome in report.outcomes if outcome.check == check.id)
    if report.launch or report.trouble or outcome.status not in (Status.PASSED, Status.FAILED):
        return Traced(report, None)
    return Traced(report, trace_of(report, outcome, observers[-1]))


def trace_of(report: Report, outcome: Outcome, control: ObservedControl) -> Trace:
    """Return the trace of one outcome of a traced run."""
    looks = [look for look in control.looks if look.check == outcome.check]
    steps = steps_of(looks, len(outcome.exchanges))
    arrows = arrows_of(outcome, steps)
    return Trace(
        kata=report.kata,
        title=report.title,
        outcome=outcome,
        seed=report.seed,
        lanes=lanes_of(steps, arrows),
        steps=steps,
        arrows=arrows,
        folder=report.folder,
        version=__version__,
    )


def chosen_check(checks: tuple[Check, ...], kata: Kata, before: Report | None, name: str | None) -> Check:
    """Return the check that is meant; UsageError when there is none or its requests are not the learner's to see."""
    shown = {check.id: check for check in checks if check.visibility is Visibility.SHOWN}
    if name:
        return _named(checks, shown, kata, name)
    failed = [outcome.check for outcome in before.outcomes if outcome.status is Status.FAILED] if before else []
    for check_id in (*failed, *shown):
        if check_id in shown:
            return shown[check_id]
    what = say("app.trace.all-hidden", slug=kata.slug)
    raise UsageError(what, fix="kata test")


def _named(checks: tuple[Check, ...], shown: dict[str, Check], kata: Kata, name: str) -> Check:
    found = [check.id for check in checks if check.id == name] or [c.id for c in checks if c.id.startswith(name)]
    if len(found) == 1 and found[0] in shown:
        return shown[found[0]]
    if len(found) == 1:
        what = say("app.trace.hidden.what", check=found[0])
        raise UsageError(what, fix=say("app.trace.hidden.fix", slug=kata.slug))
    what = (
        say("app.no-check", slug=kata.slug, name=name)
        if not found
        else say("app.trace.several", name=name, slug=kata.slug)
    )
    raise UsageError(what, fix=say("app.choose-from", names=", ".join(found or shown)))
