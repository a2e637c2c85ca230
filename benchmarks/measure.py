"""Measure kata side by side with the floor and with the naive way, in one run, as ratios.

    python benchmarks/measure.py [--rounds 10] [--json FILE]

floor   the same server started bare, plus the same requests sent with http.client
naive   start the server, poll until it answers, then start pytest with its default plugins on plain httpx tests
kata    `kata test`, cold: every process starts anew
watch   `kata watch`, warm: from the save of the file to the verdict on the screen, after a second of typing
start   `kata --help` and `kata next` against `python -c pass`

Rounds are interleaved, so that a busy moment of the machine meets every way alike; the median is reported.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pexpect

HERE = Path(__file__).resolve().parent
KATA = [sys.executable, "-m", "runner"]
SCRIPT = Path(sys.executable).parent / "kata"
TYPING_SECONDS = 1.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(program: Path, port: int) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PORT": str(port)}
    return subprocess.Popen(
        [sys.executable, program.name],
        cwd=program.parent,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def send(port: int, method: str, target: str, body: object = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Content-Type": "application/json"} if body is not None else {}
    connection.request(method, target, json.dumps(body) if body is not None else None, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def wait_for(port: int, seconds: float) -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(seconds)
        else:
            return


def the_same_requests(port: int) -> None:
    assert send(port, "GET", "/health")[0] == 200
    for kind in range(1, 10):
        status, made = send(port, "POST", "/items", {"name": f"word-{kind}", "kind": kind})
        assert status == 201
        assert send(port, "GET", f"/items/{json.loads(made)['id']}")[0] == 200
    for body in ({}, {"name": ""}, {"name": 5}):
        assert send(port, "POST", "/items", body)[0] == 422
    assert send(port, "GET", "/items")[0] == 200
    assert send(port, "GET", "/items/999999")[0] == 404


def floor(program: Path) -> None:
    port = free_port()
    server = start(program, port)
    try:
        wait_for(port, 0.001)
        the_same_requests(port)
    finally:
        server.kill()
        server.wait()


def naive(program: Path) -> None:
    port = free_port()
    server = start(program, port)
    try:
        wait_for(port, 0.05)
        tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull]
        command = [*tests, f"--rootdir={HERE / 'naive'}", str(HERE / "naive" / "test_items.py")]
        subprocess.run(command, check=True, env={**os.environ, "PORT": str(port)}, stdout=subprocess.DEVNULL)
    finally:
        server.kill()
        server.wait()


def workspace(folder: Path, track: str) -> Path:
    """Lay out a pack with a learner's workspace in which the kata is solved."""
    pack = folder / track
    shutil.copytree(HERE / "pack", pack)
    subprocess.run([*KATA, "init", "work", "--track", track], cwd=pack, check=True, capture_output=True)
    subprocess.run([*KATA, "next", "items"], cwd=pack / "work", check=True, capture_output=True)
    shutil.copy(pack / "solutions/items" / track / "app.py", pack / "work/items/app.py")
    return pack / "work"


def kata(folder: Path) -> None:
    command = [str(SCRIPT)] if SCRIPT.exists() else KATA
    subprocess.run([*command, "test", "items"], cwd=folder, check=True, capture_output=True)


class Watch:
    """`kata watch` in a terminal of its own."""

    def __init__(self, folder: Path) -> None:
        self._program = folder / "items" / "app.py"
        words = [*([str(SCRIPT)] if SCRIPT.exists() else KATA), "watch"]
        self._terminal = pexpect.spawn(words[0], words[1:], cwd=str(folder), timeout=30, dimensions=(40, 100))
        self._await_verdict()

    def save(self) -> float:
        """Save the program and return the seconds until the verdict is shown."""
        time.sleep(TYPING_SECONDS)
        text = self._program.read_text()
        began = time.perf_counter()
        self._program.write_text(text)
        self._await_verdict()
        return time.perf_counter() - began

    def close(self) -> None:
        self._terminal.send("q")
        self._terminal.expect(pexpect.EOF)
        self._terminal.close()

    def _await_verdict(self) -> None:
        self._terminal.expect("all 15 checks pass")


def run_command(folder: Path, *words: str) -> None:
    subprocess.run(words, cwd=folder, check=True, capture_output=True)


def interleaved(ways: dict[str, Callable[[], float | None]], rounds: int) -> dict[str, float]:
    """Return the median of each way in milliseconds, as it says itself or by the clock; one more fills the caches."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            began = time.perf_counter()
            seconds = way() or time.perf_counter() - began
            if number:
                times[name].append(seconds * 1000)
    return {name: statistics.median(seen) for name, seen in times.items()}


def measure_track(track: str, folder: Path, rounds: int) -> dict[str, float]:
    program = HERE / "pack/solutions/items" / track / "app.py"
    work = workspace(folder, track)
    watch = Watch(work)
    ways: dict[str, Callable[[], float | None]] = {
        "floor": lambda: floor(program),
        "naive": lambda: naive(program),
        "kata": lambda: kata(work),
        "watch": watch.save,
    }
    try:
        return interleaved(ways, rounds)
    finally:
        watch.close()


def measure_start(folder: Path, rounds: int) -> dict[str, float]:
    work = folder / "flask" / "work"
    command = str(SCRIPT)
    ways: dict[str, Callable[[], float | None]] = {
        "python -c pass": lambda: run_command(work, sys.executable, "-c", "pass"),
        "kata --help": lambda: run_command(work, command, "--help"),
        "kata next": lambda: run_command(work, command, "next", "items"),
    }
    return interleaved(ways, rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    results: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="kata-benchmark-") as name:
        for track in ("flask", "fastapi"):
            results[track] = measure_track(track, Path(name), options.rounds)
        results["start"] = measure_start(Path(name), options.rounds * 2)
    print("| 15 checks | floor ms | naive ms | `kata test` ms | / floor | / naive | `kata watch` ms | / `kata test` |")
    print("|---|---|---|---|---|---|---|---|")
    for track in ("flask", "fastapi"):
        ms = results[track]
        shares = f"{ms['kata'] / ms['floor']:.2f} | **{ms['kata'] / ms['naive']:.2f}**"
        warm = f"{ms['watch']:.0f} | **{ms['watch'] / ms['kata']:.2f}**"
        print(f"| {track} | {ms['floor']:.0f} | {ms['naive']:.0f} | {ms['kata']:.0f} | {shares} | {warm} |")
    bare = results["start"]["python -c pass"]
    print("\n| start | ms | x `python -c pass` |\n|---|---|---|")
    for way, ms in results["start"].items():
        print(f"| `{way}` | {ms:.0f} | {ms / bare:.1f} |")
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
