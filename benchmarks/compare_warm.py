"""Run every stub, solution, wrong solution and sample cold and from the parking lot, and compare the verdicts.

    python benchmarks/compare_warm.py [--pack FOLDER] [KATA ...]

Ends with code 1 when a verdict differs, or when no program at all was started warm.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from runner.authoring.targets import Target, targets_of
from runner.catalog import find_kata, load_syllabus
from runner.evidence import Report
from runner.executors.local import LocalExecutor
from runner.model import Job
from runner.parking.lot import ParkingLot
from runner.server.leftovers import registered_run
from runner.server.process import Order
from runner.suites.brief import brief_of

ROOT = Path(__file__).resolve().parents[1]
SEED = 20261
TRIES = 3  # a deadline missed on a busy machine is no difference


@dataclass(slots=True)
class Seen:
    """How a program came out, and whether it was started warm."""

    verdict: object
    is_warm: bool
    seconds: float


class CountingLot(ParkingLot):
    """A parking lot that knows which process ran."""

    ran_warm = False

    def start(self, order: Order):
        waiting = self._server
        process = super().start(order)
        self.ran_warm |= waiting is not None and process is waiting.process
        return process


def verdict_of(report: Report) -> object:
    """Return all of a report that must not depend on how the program was started."""
    outcomes = [
        (outcome.check, outcome.status, outcome.failure and (outcome.failure.cause, outcome.failure.where))
        for outcome in report.outcomes
    ]
    return (report.verdict, report.launch and report.launch.cause, bool(report.trouble), tuple(outcomes))


def run_cold(job: Job, cache: Path) -> Seen:
    began = time.perf_counter()
    report = LocalExecutor(cache, lambda: registered_run(cache / "running"))(job, lambda _: None)
    return Seen(verdict_of(report), is_warm=False, seconds=time.perf_counter() - began)


def run_warm(job: Job, cache: Path, patience: float) -> Seen:
    brief = replace(brief_of(job.kata, cache), scope=job.scope)
    with CountingLot(cache / "running") as lot:
        lot.refill(job.kata, job.submission, brief)
        time.sleep(patience)
        began = time.perf_counter()
        report = LocalExecutor(cache, lot.registered, lambda: lot.suite(brief), lot.start)(job, lambda _: None)
        return Seen(verdict_of(report), lot.ran_warm, time.perf_counter() - began)


@contextmanager
def laid_out(target: Target) -> Iterator[Job]:
    with tempfile.TemporaryDirectory(prefix="kata-compare-") as name:
        folder = Path(name) / target.kata.slug
        folder.mkdir()
        target.lay_out(folder)
        yield target.job(folder, SEED, lambda track, _: track.run)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("katas", nargs="*", help="katas to compare; default: all")
    parser.add_argument("--pack", type=Path, default=ROOT)
    parser.add_argument("--patience", type=float, default=0.7, help="seconds that a process may wait")
    options = parser.parse_args()
    syllabus = load_syllabus(options.pack)
    katas = [find_kata(syllabus, name) for name in options.katas] or list(syllabus.katas)
    warm_starts = differences = 0
    with tempfile.TemporaryDirectory(prefix="kata-compare-") as name:
        for target in (target for kata in katas for target in targets_of(kata)):
            with laid_out(target) as job:
                for _ in range(TRIES):
                    cold, warm = run_cold(job, Path(name)), run_warm(job, Path(name), options.patience)
                    is_same = cold.verdict == warm.verdict
                    if is_same:
                        break
            differences += not is_same
            warm_starts += warm.is_warm
            told = f"{'same' if is_same else 'DIFFERENT'} {'warm' if warm.is_warm else 'cold'}"
            print(f"{told:<14} {cold.seconds:6.2f} {warm.seconds:6.2f}  {target.kata.slug} {target.title}", flush=True)
            if not is_same:
                print(f"  cold: {cold.verdict}\n  warm: {warm.verdict}")
    print(f"{differences} verdicts differ; {warm_starts} programs started warm")
    return 1 if differences or not warm_starts else 0


if __name__ == "__main__":
    sys.exit(main())
