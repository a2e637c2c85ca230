"""The learner's loop: a verdict at every save, with the next suite and the next server already waiting."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from runner.app import learning, opening, testing
from runner.app.place import Place, here
from runner.errors import ExitCode, KataError
from runner.evidence import Report
from runner.executors.local import LocalExecutor
from runner.model import Job, Kata, Status
from runner.parking.lot import ParkingLot
from runner.ports import Executor, Listener
from runner.server.leftovers import sweep_leftovers
from runner.suites.brief import brief_of
from runner.tracks.registry import detect
from runner.workspace import Reset, set_current_kata, submission_of

# A program may write beside itself while it runs; only files of these kinds are saves at such a time.
PROGRAM_FILES = frozenset(
    {".py", ".js", ".mjs", ".cjs", ".ts", ".java", ".kt", ".go", ".rs", ".rb", ".php", ".c", ".h", ".cpp", ".cs", ".ex"}
    | {".sh", ".html", ".css", ".toml", ".yaml"}
)


# Within it the learner may end a run; what is kept of a run is written outside.
Endable = Callable[[], AbstractContextManager[None]]


class Woken(Exception):  # noqa: N818  not an error: the learner is back
    """Something more urgent has come."""


class WatchSession:
    """One `kata watch` from its start to its end."""

    def __init__(self, place: Place, kata: Kata, lot: ParkingLot) -> None:
        self._folder = place.folder
        self._lot = lot
        self._ended_at = 0.0
        self.place = place
        self.kata = kata
        self.report: Report | None = None
        self.lost: tuple[str, ...] = ()  # katas that were passed before and fail now

    @property
    def folder(self) -> Path:
        """Return the learner's folder of the kata."""
        return self.place.required_workspace().folder_of(self.kata.slug)

    @property
    def is_passed(self) -> bool:
        """Tell whether the kata passes as it is now."""
        return self.report is not None and self.report.verdict.status is Status.PASSED and self.report.launch is None

    def verdict(self, listen: Listener, endable: Endable) -> Report:
        """Test the current kata with whatever waits."""
        self.report = None
        self._look_again()
        cache = self.place.cache
        brief = brief_of(self.kata, cache)
        execute = LocalExecutor(cache, self._lot.registered, lambda: self._lot.suite(brief), self._lot.start)
        try:
            self.report = self._run(execute, self.kata, listen, endable)
        finally:
            self._ended_at = time.time()
        return self.report

    def park(self) -> None:
        """Let the next suite and the next server wait for the next save."""
        try:
            submission = submission_of(self.place.required_workspace(), self.kata.slug, detect)
        except KataError:
            submission = None  # the next verdict says what is wrong with it
        self._lot.refill(self.kata, submission, brief_of(self.kata, self.place.cache))

    def is_save(self, paths: frozenset[Path]) -> bool:
        """Tell whether files were changed by the learner, and not by the program while it was tested."""
        return self.is_program(paths) or any(_changed_at(path) > self._ended_at for path in paths)

    def is_program(self, paths: frozenset[Path]) -> bool:
        """Tell whether files are of the kinds that the learner saves and a program seldom writes."""
        return any(path.suffix in PROGRAM_FILES for path in paths)

    def advance(self) -> opening.Opening | None:
        """Open the kata that comes next; None when every one is passed or skipped."""
        return self._moved(opening.open_next(self.place, None))

    def go_to(self, slug: str) -> opening.Opening | None:
        """Open a kata by its name and go on there."""
        return self._moved(opening.open_next(self.place, slug))

    def hint(self) -> learning.Hint | None:
        """Return the next hint."""
        return learning.next_hint(self.place, self.kata.slug)

    def reset(self) -> Reset:
        """Move the learner's files into the trash and lay the stub anew."""
        self.report = None
        return opening.reset(self.place, self.kata.slug)[1]

    def check_opened(self, listen: Listener, endable: Endable) -> Iterator[Report]:
        """Test every kata that was opened, one after the other."""
        try:
            for kata in testing.opened(self.place):
                yield self._run(testing.executor(self.place), kata, listen, endable)
        finally:
            workspace = self.place.required_workspace()
            if not workspace.alone:
                set_current_kata(workspace, self.kata.slug)

    def earlier(self) -> tuple[Kata, ...]:
        """Return the katas that were passed before and are still here."""
        progress = self.place.progress()
        return tuple(kata for kata in testing.opened(self.place) if kata != self.kata and progress.of(kata.slug).passed)

    def recheck(self, listen: Listener, endable: Endable) -> None:
        """Test the katas that were passed before, for the eye alone: no attempt of the learner's is counted."""
        execute, workspace = testing.executor(self.place), self.place.required_workspace()
        lost = []
        for kata in self.earlier():
            job = testing.job_of(self.place, workspace, kata, None, ())
            with endable():
                report = execute(job, listen)
            if testing.exit_code(report) in {ExitCode.FAILED, ExitCode.NOT_READY}:
                lost.append(kata.slug)
        self.lost = tuple(lost)

    def _run(self, execute: Executor, kata: Kata, listen: Listener, endable: Endable) -> Report:
        def run(job: Job, listen: Listener) -> Report:
            with endable():
                return execute(job, listen)

        return testing.run_with(run, self.place, kata, seed=None, only=(), listen=listen)

    def _moved(self, opening: opening.Opening | None) -> opening.Opening | None:
        self._look_again()
        if opening is not None:
            self.kata, self.report = opening.kata, None
        return opening

    def _look_again(self) -> None:
        # What the learner chose in workspace.yaml meanwhile counts.
        self.place = here(self._folder)
        self.kata = self.place.kata(self.kata.slug)


@contextmanager
def watching(name: str | None) -> Iterator[WatchSession]:
    """Watch a kata, or the current one; what earlier runs left behind is swept first."""
    place = here()
    kata = place.kata(name)
    place.required_workspace()
    runs = testing.runs_folder(place.cache)
    sweep_leftovers(runs)
    with ParkingLot(runs) as lot:
        session = WatchSession(place, kata, lot)
        session.park()
        yield session


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
