"""Measure how many submissions a minute are graded, against plain pytest a submission, in one run, as ratios.

    python benchmarks/throughput.py [--submissions 24] [--jobs 2] [--rounds 3] [--json FILE]

naive   for each submission: start its server, poll until it answers, then start pytest with its default plugins on
        plain httpx tests; no isolation, nothing kept, so many at a time
grade   `kata grade --each`, whole: finding, copying, running, keeping every report; without isolation
cells   the same, each submission in a cell of its own; left out where this machine cannot

Every submission is the same Flask program with fifteen checks; each way has to find all of them right. Rounds are
interleaved, so that a busy moment of the machine meets every way alike; the median is reported.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from measure import HERE, KATA, naive

PACK = HERE / "pack"
PROGRAM = PACK / "solutions" / "items" / "flask"


def class_of(folder: Path, count: int) -> list[Path]:
    works = [folder / "class" / f"student-{number:02}" / "items" for number in range(count)]
    for number, work in enumerate(works):
        shutil.copytree(PROGRAM, work)
        # No two alike: nothing that is known of one may save work on another.
        with (work / "app.py").open("a") as file:
            file.write(f"# {number}\n")
    return works


def naive_class(works: list[Path], jobs: int) -> None:
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(lambda work: naive(work / "app.py"), works))


def graded_class(folder: Path, jobs: int, isolation: str) -> None:
    command = [*KATA, "grade", "--each", "class", "--pack", str(PACK), "--store", f"store-{isolation}", "--regrade"]
    told = subprocess.run(
        [*command, "--jobs", str(jobs), f"--accept-isolation={isolation}", "--json"],
        cwd=folder,
        check=True,
        capture_output=True,
    ).stdout
    grades = json.loads(told)["grades"]
    assert all(grade["standing"] == "passed" for grade in grades), grades


def can_make_cells(folder: Path) -> bool:
    command = [*KATA, "grade", "class/student-00", "--pack", str(PACK), "--store", "store-try"]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode == 0


def timed(way: Callable[[], None]) -> float:
    began = time.monotonic()
    way()
    return time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description="Submissions a minute, against plain pytest.")
    parser.add_argument("--submissions", type=int, default=24)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kata-throughput-") as name:
        folder = Path(name)
        works = class_of(folder, options.submissions)
        ways: dict[str, Callable[[], None]] = {
            "naive": lambda: naive_class(works, options.jobs),
            "grade": lambda: graded_class(folder, options.jobs, "none"),
        }
        if can_make_cells(folder):
            ways["cells"] = lambda: graded_class(folder, options.jobs, "full")
        seconds: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(options.rounds):
            for way, run in ways.items():
                seconds[way].append(timed(run))
    figures = {way: 60 * options.submissions / statistics.median(taken) for way, taken in seconds.items()}
    print(f"{options.submissions} submissions, {options.jobs} at a time, median of {options.rounds} rounds")
    for way, figure in figures.items():
        print(f"{way:<6} {figure:7.1f} submissions a minute   x naive {figure / figures['naive']:5.2f}")
    if options.json:
        options.json.write_text(json.dumps({way: round(figure, 1) for way, figure in figures.items()}, indent=2) + "\n")


if __name__ == "__main__":
    main()
