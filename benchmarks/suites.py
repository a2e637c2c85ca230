"""Measure what proving costs: the whole suite of each kata with its Flask solution, `kata check`, and `kata verify`.

    python benchmarks/suites.py [--rounds 3] [--verify] [KATA...]

A kata without a Flask solution runs with its Python one. The ratio is to the first kata. `--verify` proves the katas
anew, once, which takes minutes.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from runner.app.place import here
from runner.app.testing import executor
from runner.authoring.targets import Target, solutions_of
from runner.model import Kata, Status

PLACE = here(Path(__file__).resolve().parents[1])
KATA = [sys.executable, "-m", "runner"]
LIMIT = 5.0  # seconds that a suite may take


def solution_of(kata: Kata) -> Target:
    found = {target.name: target for target in solutions_of(kata)}
    return found.get("flask") or found["python"]


def suite(kata: Kata) -> float:
    target = solution_of(kata)
    with tempfile.TemporaryDirectory(prefix="kata-suites-") as name:
        folder = Path(name, kata.slug)
        folder.mkdir()
        target.lay_out(folder)
        began = time.monotonic()
        report = executor(PLACE)(target.job(folder, 7, lambda track, _folder: track.run), lambda _: None)
        took = time.monotonic() - began
    assert all(outcome.status is Status.PASSED for outcome in report.outcomes), (kata.slug, report)
    return took


def timed(*words: str) -> float:
    began = time.monotonic()
    subprocess.run([*KATA, *words], cwd=PLACE.pack, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description="What proving costs.")
    parser.add_argument("katas", nargs="*", metavar="KATA")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--verify", action="store_true", help="prove every kata anew, too")
    options = parser.parse_args()
    katas = [kata for kata in PLACE.syllabus.katas if not options.katas or kata.slug in options.katas]
    print(f"{'kata':20}{'suite s':>9}{'x ' + katas[0].slug:>18}")
    base = 0.0
    for kata in katas:
        took = statistics.median(suite(kata) for _ in range(options.rounds))
        base = base or took
        print(f"{kata.slug:20}{took:9.2f}{took / base:18.1f}{'  over the limit' if took > LIMIT else ''}", flush=True)
    print(f"kata check          {statistics.median(timed('check') for _ in range(options.rounds)):9.2f}")
    if options.verify:
        print(f"kata verify         {timed('verify', '--no-cache', *options.katas):9.1f}")


if __name__ == "__main__":
    main()
