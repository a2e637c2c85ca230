"""Grade many submissions: copy, run, keep; what was late or took its worker along once more, alone, afterwards."""

from __future__ import annotations

import hashlib
import os
import random
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from runner import __version__
from runner.errors import KataError, MachineError, PackError, SuiteError, WorkspaceError
from runner.evidence import Report
from runner.executors.pool import results_of
from runner.executors.workers import WorkerEndedError
from runner.fingerprints import folder_digest, runner_digest
from runner.grading.collecting import collect, collect_file
from runner.grading.finding import Entry
from runner.grading.grades import Grade, Standing, as_second_run, grade_of, ran_out_of_time, standing_of, with_more_time
from runner.grading.places import as_handed_in
from runner.grading.staging import staged
from runner.grading.store import Store, Turn
from runner.judge import judge
from runner.model import Job, Kata, Scope, Submission, Track
from runner.ports import Executor
from runner.sandboxes.bubblewrap import PROGRAMS
from runner.sanitise import single_line
from runner.workspace.settings import LARGEST, NAME, NO_SETTINGS, read_settings
from runner.workspace.submitting import submission_in

WAIT_SECONDS = 0.2  # between two looks whether another grader is done with a submission
LARGEST_SEED = 2**31 - 1
SET_ASIDE = "set aside: the grading of it broke twice"

Detect = Callable[[Path, str], Track | None]
# Says so by a MachineError when a tool that starts a program is missing.
Require = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to grade: how many at a time, with which random data, and whether what is known counts."""

    jobs: int = 1
    seed: int | None = None
    regrade: bool = False


@dataclass(frozen=True, slots=True)
class Bench:
    """What submissions are graded with."""

    execute: Executor
    store: Store
    detect: Detect
    require: Require
    suffices: Callable[[str], bool]  # whether a grade that was made in such an isolation counts again
    stop: Callable[[], None]
    isolation: str = "none"  # how strictly this bench shuts submissions in


@dataclass(frozen=True, slots=True)
class Marked:
    """A grade, and whether it was there before this run."""

    grade: Grade
    before: bool = False


@dataclass(frozen=True, slots=True)
class _Postponed:
    """What is not graded yet: it was late, its worker died, or another grader has it."""

    entry: Entry
    attempts: int
    seed: int


@dataclass(frozen=True, slots=True)
class _Copy:
    """A submission as it lies in a folder of ours."""

    submission: Submission
    left_out: tuple[str, ...]
    key: str


Hear = Callable[[Marked], None]


class Marker:
    """Grades entries of known katas."""

    def __init__(self, katas: Iterable[Kata], bench: Bench, plan: Plan) -> None:
        self._katas = {kata.slug: kata for kata in katas}
        self._suites = {slug: _suite_digest(kata) for slug, kata in self._katas.items()}
        self._bench = bench
        self._plan = plan
        self._is_stopped = threading.Event()

    def mark(self, entries: Sequence[Entry], hear: Hear) -> tuple[Marked, ...]:
        """Return the grade of each entry, in their order; nothing is left running when this is interrupted."""
        turn = threading.Lock()

        def first(entry: Entry) -> Marked | _Postponed:
            result = self._try(_Postponed(entry, 0, self._seed()))
            if isinstance(result, Marked):
                with turn:
                    hear(result)
            return result

        with results_of(first, entries, at_once=self._plan.jobs, stop=self._stop) as results:
            beside = tuple(results)
        return tuple(result if isinstance(result, Marked) else self._alone(result, hear) for result in beside)

    def _alone(self, late: _Postponed, hear: Hear) -> Marked:
        """Grade with nothing else running beside it, however long another grader takes over it."""
        try:
            while isinstance(result := self._try(late), _Postponed):
                if result.attempts == late.attempts:  # another grader is at it
                    time.sleep(WAIT_SECONDS)
                late = result
        except BaseException:
            self._stop()
            raise
        hear(result)
        return result

    def _stop(self) -> None:
        self._is_stopped.set()
        self._bench.stop()

    def _try(self, turn: _Postponed) -> Marked | _Postponed:
        if turn.entry.problem:
            return self._refused(turn.entry, turn.entry.problem, turn.entry.fix)
        with staged() as folder:
            try:
                copy = self._copy(turn.entry, folder)
                return self._known(copy) or self._claimed(turn, copy)
            except WorkspaceError as error:
                return self._refused(turn.entry, error.what, error.fix, _inside(error.where, turn.entry, folder))
            except (MachineError, SuiteError, PackError) as error:
                return self._broken(turn, error)

    def _copy(self, entry: Entry, folder: Path) -> _Copy:
        settings_folder, work = folder / "settings", folder / entry.kata
        for made in (settings_folder, work):
            made.mkdir(0o700)
        collected = collect(entry.folder, work)
        outer = NO_SETTINGS
        if entry.workspace and collect_file(entry.workspace / NAME, settings_folder / NAME, LARGEST):
            outer = read_settings(settings_folder)
        submission = submission_in(work, entry.kata, outer, self._bench.detect)
        return _Copy(submission, collected.left_out, self._key(entry, submission))

    def _key(self, entry: Entry, submission: Submission) -> str:
        """Return what a grade rests on: whose work it is, its files and commands, the kata, kata itself, the seed."""
        parts = (
            entry.student,
            entry.kata,
            submission.digest,
            repr((submission.start, submission.build, submission.track)),
            *(name for name in _executables(submission.folder)),
            self._suites[entry.kata],
            runner_digest(),
            "drawn" if self._plan.seed is None else str(self._plan.seed),
        )
        joined = "\0".join(parts).encode("utf-8", "surrogateescape")
        return hashlib.sha256(joined).hexdigest()

    def _known(self, copy: _Copy) -> Marked | None:
        known = None if self._plan.regrade else self._bench.store.known(copy.key)
        return Marked(known, before=True) if known and self._bench.suffices(known.isolation) else None

    def _claimed(self, turn: _Postponed, copy: _Copy) -> Marked | _Postponed:
        with self._bench.store.claimed(copy.key) as whose:
            if whose is Turn.THEIRS:
                return turn
            # Perhaps somebody finished it between the look and the claim.
            return self._known(copy) or self._run(turn, copy)

    def _run(self, turn: _Postponed, copy: _Copy) -> Marked | _Postponed:
        kata, attempts = self._katas[turn.entry.kata], turn.attempts + 1
        self._bench.require(copy.submission.track)
        limits = kata.limits if attempts == 1 else with_more_time(kata.limits)
        job = Job(replace(kata, limits=limits), copy.submission, turn.seed, scope=Scope.WHOLE)
        try:
            report = self._bench.execute(job, lambda _outcome: None)
        except OSError as error:
            what = f"it could not be run: {(error.strerror or str(error)).lower()}"
            raise MachineError(what, fix="Free some space, then run the same command again.") from error
        except WorkerEndedError as error:
            if attempts == 1:
                return replace(turn, attempts=attempts)
            report = replace(self._blank(turn.entry, turn.seed), trouble=error.what)
        if attempts == 1 and (ran_out_of_time(report) or standing_of(report) is Standing.ERRORED):
            return replace(turn, attempts=attempts)
        report = self._finished(report, turn.entry, copy, attempts)
        grade = grade_of(report, copy.left_out, attempts, copy.key)
        return self._keep(_set_aside(grade) if report.trouble else grade, report)

    def _finished(self, report: Report, entry: Entry, copy: _Copy, attempts: int) -> Report:
        told = as_handed_in(report, (copy.submission.folder, PROGRAMS / entry.kata))
        told = replace(
            told,
            submission=entry.student,
            folder=single_line(os.fspath(entry.folder)),
            submission_digest=copy.submission.digest,
            remarks=(*told.remarks, *copy.left_out),
        )
        return as_second_run(told) if attempts > 1 else told

    def _refused(self, entry: Entry, what: str, fix: str, where: str = "") -> Marked:
        report = replace(self._blank(entry, 0), refused=_sentences(what, where, fix))
        return self._keep(grade_of(report, (), 0, _passing_key(entry)), report)

    def _broken(self, turn: _Postponed, error: KataError) -> Marked:
        if self._is_stopped.is_set():
            raise error
        report = replace(self._blank(turn.entry, turn.seed), trouble=_sentences(error.what, error.where, error.fix))
        return self._keep(grade_of(report, (), turn.attempts, _passing_key(turn.entry)), report)

    def _blank(self, entry: Entry, seed: int) -> Report:
        return _blank(entry, self._katas.get(entry.kata), seed, self._bench.isolation)

    def _keep(self, grade: Grade, report: Report) -> Marked:
        self._bench.store.keep(grade, report)
        return Marked(grade)

    def _seed(self) -> int:
        return random.SystemRandom().randint(1, LARGEST_SEED) if self._plan.seed is None else self._plan.seed


def _set_aside(grade: Grade) -> Grade:
    """Return the grade of what broke twice: it is not tried again until somebody asks for it."""
    return replace(grade, reason=f"{SET_ASIDE}: {grade.reason}", look=SET_ASIDE, is_final=True)


def _blank(entry: Entry, kata: Kata | None, seed: int, isolation: str) -> Report:
    return Report(
        kata=entry.kata,
        title=kata.title if kata else "",
        track="",
        outcomes=(),
        verdict=judge(()),
        seed=seed,
        folder=single_line(os.fspath(entry.folder)),
        started=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        version=__version__,
        submission=entry.student,
        isolation=isolation,
    )


def _passing_key(entry: Entry) -> str:
    """Return the key of a grade that rests on no files: the next one takes its place."""
    return hashlib.sha256(f"passing\0{entry.student}\0{entry.kata}".encode("utf-8", "surrogateescape")).hexdigest()


def _inside(where: str, entry: Entry, ours: Path) -> str:
    """Return a place as the one who handed in knows it."""
    for root in (f"{single_line(os.fspath(entry.folder))}", f"{ours / entry.kata}", f"{ours / 'settings'}"):
        if where == root or where.startswith(f"{root}{os.sep}"):
            return where.removeprefix(root).lstrip(os.sep)
    return where


def _sentences(what: str, where: str, fix: str) -> str:
    place = f" ({where})" if where else ""
    return f"{what.rstrip('.')}{place}." + (f" {fix.rstrip('.')}." if fix else "")


def _suite_digest(kata: Kata) -> str:
    rests_on = repr((kata.limits, kata.env, kata.points, kata.services, kata.rules))
    return hashlib.sha256(f"{folder_digest(kata.suite_folder, ('__pycache__',))} {rests_on}".encode()).hexdigest()


def _executables(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and os.access(path, os.X_OK)
    )
