"""Run one job on this machine: supervisor (here), server and suite, each a process of its own."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from runner import __version__, doctor
from runner.errors import LaunchError
from runner.evidence import LaunchFinding, Outcome, Report
from runner.exchanges.load import load_checks
from runner.judge import complete, judge, weighed
from runner.model import Check, Job, Status, Submission, Visibility
from runner.ports import Listener
from runner.server.building import Build, build, planned
from runner.server.control import LocalControl
from runner.server.launching import Launch
from runner.server.process import Starter, start_cold
from runner.suites.brief import brief_of
from runner.suites.ordering import in_scope, selected
from runner.suites.session import SuiteProcess, Told
from runner.suites.starting import Started, start_suite
from runner.tracks.registry import patience_with
from runner.words import say
from runner.workspace.submitting import digest

# A run is registered while it lasts, so that a later one can sweep what a killed supervisor left.
Registry = Callable[[], AbstractContextManager[str]]

# A program that passed nothing may be about to notice that a child of its own has its port.
_NOTICES_SECONDS = 2.0

# Hears of a failed run while its servers still stand as they failed; they die when it returns.
Hold = Callable[[Report, LocalControl], None]


@dataclass(frozen=True, slots=True)
class LocalExecutor:
    """Turn jobs into reports with processes on this machine."""

    cache: Path | None
    register: Registry
    suites: Callable[[], Started] = start_suite
    starter: Starter = start_cold
    hold: Hold | None = None  # given: the run stops at the first failure, and its servers live until this returns
    observe: Callable[[Launch], LocalControl] | None = None  # given: the run is traced by this control
    scratch: Path | None = (
        None  # where data and logs lie while a run lasts; the system's own place for such, if not given
    )

    def __call__(self, job: Job, listen: Listener) -> Report:
        """Run the job to its end; every process of it is dead when this returns."""
        began, started = time.monotonic(), datetime.now(UTC)
        with self._scratch_folder() as name, self.register() as token:
            scratch = Path(name)
            plan = planned(job.submission, scratch, None if self.scratch else self.cache)
            control = (self.observe or LocalControl)(_launch(job, plan.startable, scratch, token, self.starter))
            try:
                told, suite_log = self._run_suite(job, plan, control, token, listen)
                report = self._report(job, told, suite_log, control.log_tail(), started)
                report = replace(report, remarks=_remarks(report, control))
                report = replace(report, seconds=round(time.monotonic() - began, 3))
                if self.hold is not None and self._stops(told):
                    self.hold(report, control)
            finally:
                control.close()
        # The end of the program belongs to the run, the time for which it was held does not.
        return report if self.hold else replace(report, seconds=round(time.monotonic() - began, 3))

    def _scratch_folder(self) -> tempfile.TemporaryDirectory[str]:
        return tempfile.TemporaryDirectory(prefix="kata-", dir=self.scratch, ignore_cleanup_errors=True)

    def _report(self, job: Job, told: Told, suite_log: str, log_tail: str, started: datetime) -> Report:
        stopped = self._stops(told)
        outcomes = weighed(_outcomes(told, self._expected(job), stopped=stopped), job.kata.points)
        return Report(
            kata=job.kata.slug,
            title=job.kata.title,
            track=job.submission.track,
            outcomes=outcomes,
            verdict=judge(outcomes),
            seed=job.seed,
            launch=_finding(told.launch),
            trouble=_trouble(told, 0 if stopped else len(outcomes) - len(told.outcomes), suite_log),
            log_tail=log_tail,
            suite_digest=digest(job.kata.suite_folder),
            submission_digest=job.submission.digest,
            folder=str(job.submission.folder),
            started=started.isoformat(timespec="seconds").replace("+00:00", "Z"),
            version=__version__,
            reserved=self._reserved(job),
        )

    def _stops(self, told: Told) -> bool:
        return self.hold is not None and any(outcome.status is Status.FAILED for outcome in told.outcomes)

    def _run_suite(
        self, job: Job, plan: Build, control: LocalControl, token: str, listen: Listener
    ) -> tuple[Told, str]:
        suite = SuiteProcess(self.suites())
        log = ""
        try:
            # The server starts while the suite process loads its libraries.
            early = _prepared(plan, control, token, self.starter)
            brief = replace(
                brief_of(job.kata, self.cache, job.seed),
                only=job.only,
                scope=job.scope,
                stop_at_failure=self.hold is not None,
                is_traced=self.observe is not None,
            )
            told = early or suite.run(brief, control, listen, job.kata.limits.suite, start_seconds(job))
        finally:
            log = suite.close()
        return told, log

    def _expected(self, job: Job) -> tuple[Check, ...]:
        return selected(in_scope(load_checks(job.kata.checks_file, self.cache), job.scope), job.only)

    def _reserved(self, job: Job) -> int:
        checks = load_checks(job.kata.checks_file, self.cache)
        return 0 if job.only else len(checks) - len(in_scope(checks, job.scope))


def start_seconds(job: Job) -> float:
    """Return how long the starts of a run's servers may take together without counting against the suite's limit."""
    limits = job.kata.limits
    return limits.suite * max(1.0, patience_with(job.submission.track) / limits.start)


def _prepared(plan: Build, control: LocalControl, token: str, starter: Starter) -> Told | None:
    try:
        build(plan, token, starter)
        control.prepare()
    except LaunchError as error:
        return Told(ended=False, timed_out=False, outcomes=(), trouble=(), launch=error)
    return None


def _launch(job: Job, submission: Submission, scratch: Path, token: str, starter: Starter) -> Launch:
    return Launch(
        command=submission.start,
        folder=submission.folder,
        env=job.kata.env,
        scratch=scratch,
        limits=job.kata.limits,
        token=token,
        track=submission.track,
        starter=starter,
    )


def _outcomes(told: Told, expected: tuple[Check, ...], *, stopped: bool) -> tuple[Outcome, ...]:
    had_no_turn = stopped or told.launch is not None or told.timed_out
    return complete(expected, told.outcomes, Status.NOT_RUN if had_no_turn else Status.ERRORED)


def _finding(error: LaunchError | None) -> LaunchFinding | None:
    if error is None:
        return None
    return LaunchFinding(error.cause, error.what, error.where, error.fix, error.log_tail)


def _remarks(report: Report, control: LocalControl) -> tuple[str, ...]:
    if report.launch is not None:
        return ()
    # A remark is for everybody to read: it must not name a path that only hidden checks ask for.
    shown = [outcome for outcome in report.outcomes if outcome.visibility is Visibility.SHOWN]
    # Where a child answers in its place, the program's own paths and address are not what is wrong.
    is_lost = bool(report.outcomes) and not any(outcome.status is Status.PASSED for outcome in report.outcomes)
    if (usurper := control.usurper(_NOTICES_SECONDS if is_lost else 0.0)) is not None:
        return (doctor.on_usurper(usurper),)
    found = (*control.remarks(), doctor.on_paths(shown, Path(report.folder)))
    return tuple(remark for remark in found if remark)


def _trouble(told: Told, missing: int, suite_log: str) -> str:
    if told.trouble:
        return "\n".join(told.trouble)
    if told.launch is not None or told.timed_out or (told.ended and not missing):
        return ""
    last = suite_log.strip().splitlines()[-1:] or [say("doctor.printed-nothing")]
    return say("suites.ended-early", count=missing, last=last[0])
