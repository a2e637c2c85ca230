"""Measure what kata adds to the start of a program, for one solution of json-hello in each language, in one run.

    python benchmarks/starts.py [--rounds 5] [--json FILE]

bare    the start command alone, as typed by hand, until something listens on its port
kata    the same as `kata test` does it: the program is digested, its build looked up, started, and seen to listen

Each is built once before. Rounds are interleaved, so that a busy moment meets both alike; medians are reported.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from runner.app.place import here
from runner.app.running import started
from runner.authoring.targets import Role, Target, targets_of
from runner.catalog import find_kata
from runner.server.building import planned
from runner.server.environment import substitute

PLACE = here(Path(__file__).resolve().parents[1])
KATA = find_kata(PLACE.syllabus, "json-hello")


def by_kata(target: Target, folder: Path) -> float:
    began = time.monotonic()
    job = target.job(folder, 7, lambda track, _folder: track.run)
    with tempfile.TemporaryDirectory() as data, started(job.submission, KATA, PLACE.cache, Path(data)):
        return time.monotonic() - began


def bare(target: Target, folder: Path) -> float:
    job = target.job(folder, 7, lambda track, _folder: track.run)
    with tempfile.TemporaryDirectory() as scratch:
        start = planned(job.submission, Path(scratch), PLACE.cache).startable.start
        port = free_port()
        command = substitute(start, port, Path(scratch), sys.executable)
        environment = {**os.environ, "PORT": str(port), "KATA_DATA": scratch, **dict(target.track.env)}
        began = time.monotonic()
        program = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            while not answers(port):
                assert program.poll() is None, f"{command} ended"
                time.sleep(0.001)
            return time.monotonic() - began
        finally:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def main() -> None:
    parser = argparse.ArgumentParser(description="What kata adds to a program's start.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    targets = [target for target in targets_of(KATA) if target.role is Role.SOLUTION]
    times: dict[str, dict[str, list[float]]] = {target.name: {"bare": [], "kata": []} for target in targets}
    with tempfile.TemporaryDirectory(prefix="kata-starts-") as name:
        folders = {target.name: Path(name, target.name, KATA.slug) for target in targets}
        for target in targets:
            folders[target.name].mkdir(parents=True)
            target.lay_out(folders[target.name])
            by_kata(target, folders[target.name])
        for _ in range(options.rounds):
            for target in targets:
                times[target.name]["bare"].append(bare(target, folders[target.name]))
                times[target.name]["kata"].append(by_kata(target, folders[target.name]))
    print(f"{'track':10}{'bare ms':>10}{'kata ms':>10}{'added ms':>10}{'ratio':>8}")
    for track, found in times.items():
        plain, ours = (1000 * statistics.median(found[way]) for way in ("bare", "kata"))
        print(f"{track:10}{plain:10.0f}{ours:10.0f}{ours - plain:10.0f}{ours / plain:8.2f}")
    if options.json:
        options.json.write_text(json.dumps(times, indent=1))


if __name__ == "__main__":
    main()
