"""Start the learner's program, run the hidden suite against it, and remember how it went."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from runner.app.place import Place
from runner.catalog import find_kata
from runner.errors import ExitCode, UsageError
from runner.evidence import Report
from runner.exchanges.load import load_checks
from runner.executors.local import LocalExecutor
from runner.model import Attempt, Job, Kata, Scope, Status, Submission
from runner.ports import Executor, Listener
from runner.progress import append
from runner.server.leftovers import registered_run, sweep_leftovers
from runner.suites.ordering import in_scope
from runner.suites.starting import Started, start_suite
from runner.tracks.registry import TRACKS, detect, require_tools
from runner.withholding import withheld
from runner.words import say
from runner.workspace import Workspace, set_current_kata, submission_of
from runner.workspace.runs import save_run

LARGEST_SEED = 2**31 - 1

Suites = Callable[[], Started]


def run_tests(
    place: Place,
    kata: Kata,
    *,
    seed: int | None,
    only: tuple[str, ...],
    listen: Listener,
    suites: Suites = start_suite,
) -> Report:
    """Test the learner's work on a kata; keep the report and one line of history."""
    return run_with(executor(place, suites), place, kata, seed=seed, only=only, listen=listen)


def run_with(
    execute: Executor, place: Place, kata: Kata, *, seed: int | None, only: tuple[str, ...], listen: Listener
) -> Report:
    """Test the learner's work by an executor; keep what a learner may see of the report and one line of history."""
    workspace = place.required_workspace()
    job = job_of(place, workspace, kata, seed, only)
    report = withheld(replace(execute(job, listen), teaches=kata.teaches))
    if not workspace.alone:
        set_current_kata(workspace, kata.slug)
    save_run(workspace, report)
    if not only:
        append(workspace.history, attempt_of(report))
    return report


def job_of(place: Place, workspace: Workspace, kata: Kata, seed: int | None, only: tuple[str, ...]) -> Job:
    """Return the run of the learner's work on a kata."""
    drawn = random.SystemRandom().randint(1, LARGEST_SEED) if seed is None else seed
    checks = in_scope(load_checks(kata.checks_file, place.cache), Scope.LEARNER) if only else ()
    known = [check.id for check in checks]
    for name in only:
        if name not in known:
            what = say("app.no-check", slug=kata.slug, name=name)
            raise UsageError(what, fix=say("app.choose-from", names=", ".join(known)))
    return Job(kata=kata, submission=startable(workspace, kata), seed=drawn, only=only)


def startable(workspace: Workspace, kata: Kata) -> Submission:
    """Return the learner's program on a kata; MachineError when a tool that starts it is missing."""
    submission = submission_of(workspace, kata.slug, detect)
    if submission.track:
        require_tools(TRACKS[submission.track])
    return submission


def executor(place: Place, suites: Suites = start_suite) -> LocalExecutor:
    """Return the executor of this machine; what a killed runner left behind is swept first."""
    folder = runs_folder(place.cache)
    sweep_leftovers(folder)
    return LocalExecutor(place.cache, lambda: registered_run(folder), suites)


def runs_folder(cache: Path | None) -> Path:
    """Return the folder in which runs are on record while they last."""
    import tempfile

    return (cache or Path(tempfile.gettempdir()) / "backend-kata") / "running"


def opened(place: Place) -> tuple[Kata, ...]:
    """Return the katas that the learner has opened, in the order of the syllabus."""
    workspace = place.required_workspace()
    return tuple(kata for kata in place.syllabus.katas if workspace.folder_of(kata.slug).is_dir())


def attempt_of(report: Report) -> Attempt:
    """Return the line of history that a report leaves."""
    return Attempt(
        kata=report.kata,
        at="",
        status=Status.FAILED if report.launch else report.verdict.status,
        points=report.verdict.points,
        possible=report.verdict.possible,
        track=report.track,
        seconds=report.seconds,
        digest=report.submission_digest,
    )


def exit_code(report: Report) -> ExitCode:
    """Return the exit code that a report stands for."""
    if report.launch is not None:
        return ExitCode.NOT_READY
    if report.trouble or report.verdict.status is Status.ERRORED:
        return ExitCode.BROKEN_KATA
    return ExitCode.PASSED if report.verdict.status is Status.PASSED else ExitCode.FAILED


def worst(codes: list[ExitCode]) -> ExitCode:
    """Return the exit code of several runs at once: 130 before 5, 4, 3 and 1."""
    order = (
        ExitCode.INTERRUPTED,
        ExitCode.MACHINE,
        ExitCode.BROKEN_KATA,
        ExitCode.NOT_READY,
        ExitCode.USAGE,
        ExitCode.FAILED,
    )
    return next((code for code in order if code in codes), ExitCode.PASSED)


def kata_named(place: Place, name: str) -> Kata:
    """Return a kata by its name."""
    return find_kata(place.syllabus, name)
