"""Run one job in a cell of its own, where nothing of this machine is to be seen, reached or used up."""

from __future__ import annotations

import secrets
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from runner import __version__
from runner.errors import SandboxError
from runner.evidence import Outcome, Report
from runner.exchanges.load import kept_checks_file, load_checks
from runner.executors.cell import Cell, Plan, open_cell
from runner.executors.errand import Errand, errand_to_bytes, heard
from runner.executors.local import start_seconds
from runner.judge import complete, judge, weighed
from runner.model import Job, Status
from runner.platforms.kinds import MARKER
from runner.ports import Listener
from runner.sandboxes.bubblewrap import OURS, PROGRAMS
from runner.sandboxes.parcels import packed
from runner.sandboxes.view import View
from runner.server.building import BUILD_SECONDS
from runner.suites.ordering import selected
from runner.suites.starting import ROOT
from runner.workspace.submitting import digest

_MORE_SECONDS = 60.0  # for opening the cell, starting the server and ending it
BOOT = "import sys; sys.path.append(sys.argv[1]); from runner.executors.inside import main; main()"
COMMAND = (sys.executable, "-I", "-X", "utf8", "-c", BOOT, str(ROOT))


@dataclass(frozen=True, slots=True)
class IsolatedExecutor:
    """Turn jobs into reports, each in a cell."""

    plan: Plan
    seen: View  # what a server sees
    cache: Path | None
    register: Callable[[], AbstractContextManager[str]]
    isolation: str
    cells: set[Cell] = field(default_factory=set)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, job: Job, listen: Listener) -> Report:
        """Run the job to its end; every process of it is dead when this returns."""
        began, started = time.monotonic(), datetime.now(UTC)
        there = _moved(job)
        content = errand_to_bytes(self._errand(job, there))
        outcomes: list[Outcome] = []

        def hear(outcome: Outcome) -> None:
            outcomes.append(outcome)
            listen(outcome)

        deadline = (
            began
            + _MORE_SECONDS
            + job.kata.limits.suite
            + start_seconds(job)
            + (BUILD_SECONDS if job.submission.build else 0)
        )
        with self.register() as token:
            mark = {MARKER: f"{token}.cell"}
            with open_cell(self.plan, COMMAND, there.submission.folder, mark) as cell, self._known(cell):
                report = self._report(cell, content, hear, deadline)
                log = cell.close()
        if report is None:
            report = self._without_report(job, outcomes, log, started, is_late=time.monotonic() >= deadline)
        return replace(
            report,
            folder=str(job.submission.folder),
            isolation=self.isolation,
            submission_digest=job.submission.digest,
            seconds=round(time.monotonic() - began, 3),
        )

    def stop(self) -> None:
        """End every cell that is open."""
        with self.turn:
            cells = tuple(self.cells)
        for cell in cells:
            cell.kill()

    def _known(self, cell: Cell) -> AbstractContextManager[None]:
        return _Known(self, cell)

    def _errand(self, job: Job, there: Job) -> Errand:
        load_checks(job.kata.checks_file, self.cache)  # what is wrong with a suite is said here, where its author is
        kept = kept_checks_file(job.kata.checks_file, self.cache) if self.cache else None
        return Errand(
            job=there,
            token=secrets.token_hex(16),
            view=self.seen,
            allowance=self.plan.allowance,
            program=packed(job.submission.folder),
            suite=packed(job.kata.suite_folder, ("__pycache__",)),
            checks=kept.read_bytes() if kept and kept.is_file() else b"",
        )

    def _report(self, cell: Cell, content: bytes, hear: Listener, deadline: float) -> Report | None:
        """Return what our program in the cell reports; None when it does not come to that."""
        if not cell.next_line(deadline):
            log = cell.close().strip() or "it said nothing"
            what = f"the cell for this submission could not be opened: {log.splitlines()[-1]}"
            raise SandboxError(what, fix="kata doctor --grade")
        threading.Thread(target=cell.give, args=(content,), daemon=True).start()
        while line := cell.next_line(deadline):
            report = heard(line, hear)
            if report is not None:
                return report
        return None

    def _without_report(
        self, job: Job, outcomes: list[Outcome], log: str, started: datetime, *, is_late: bool
    ) -> Report:
        expected = selected(load_checks(job.kata.checks_file, self.cache), job.only)
        found = weighed(complete(expected, tuple(outcomes), Status.ERRORED), job.kata.points)
        last = (log.strip().splitlines() or ["it said nothing"])[-1]
        why = "it did not end within its deadline" if is_late else f"it ended without a report: {last}"
        return Report(
            kata=job.kata.slug,
            title=job.kata.title,
            track=job.submission.track,
            outcomes=found,
            verdict=judge(found),
            seed=job.seed,
            trouble=f"kata's own program in the cell failed: {why}",
            suite_digest=digest(job.kata.suite_folder),
            started=started.isoformat(timespec="seconds").replace("+00:00", "Z"),
            version=__version__,
        )


class _Known:
    """Keeps a cell among the open ones."""

    def __init__(self, executor: IsolatedExecutor, cell: Cell) -> None:
        self._executor = executor
        self._cell = cell

    def __enter__(self) -> None:
        with self._executor.turn:
            self._executor.cells.add(self._cell)

    def __exit__(self, *_: object) -> None:
        with self._executor.turn:
            self._executor.cells.discard(self._cell)


def _moved(job: Job) -> Job:
    """Return the job with its folders where they lie within the cell."""
    ours = OURS / "kata"
    return replace(
        job,
        kata=replace(job.kata, folder=ours, solutions=ours / "solutions"),
        submission=replace(job.submission, folder=PROGRAMS / job.kata.slug),
    )
