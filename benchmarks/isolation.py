"""What isolation costs, side by side with the same work without it: at a server's start, at each request, at each run.

    python benchmarks/isolation.py [--rounds 20]

start     from the start of a small server until it is ready, bare and within a cell that is already open
request   one request on a new connection to that server
run       a whole run of a kata's solution, by the executor of `kata test` and by that of `kata grade`

Rounds are interleaved, so that a busy moment of the machine meets both alike; medians are reported. The exit code is 1
when a start costs more than 25 ms or a request more than 0.05 ms.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from runner.app.isolating import grading_executor, plan_for
from runner.app.place import here
from runner.app.testing import executor
from runner.catalog import find_kata
from runner.executors.cell import open_cell
from runner.executors.inside import InnerStarter
from runner.model import Job
from runner.sandboxes.bubblewrap import PROGRAMS, RUN
from runner.sandboxes.limits import Allowance
from runner.sandboxes.view import View
from runner.server.environment import build_environment, own_variables
from runner.server.free_port import PORTS
from runner.server.process import Order, ServerProcess, start_cold
from runner.server.readiness import Readiness, wait_until_ready
from runner.suites.starting import ROOT
from runner.tracks.registry import detect
from runner.wire import from_data
from runner.workspace.settings import NO_SETTINGS
from runner.workspace.submitting import submission_in

REQUESTS = 100
MOST_START_MS, MOST_REQUEST_MS = 25.0, 0.05
PROGRAM = """
import os, socket
listener = socket.create_server(("127.0.0.1", int(os.environ["PORT"])), backlog=64)
while True:
    client, _ = listener.accept()
    client.recv(4096)
    client.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nok")
    client.close()
"""
# Ours, within the cell: this very file, told what a server sees and then asked for one round after the other.
WITHIN = (
    "import sys; sys.path.append(sys.argv[1]); own = {'__name__': 'within'}; exec(sys.argv[2], own); own['within']()"
)


def one_round(starter, folder: Path, scratch: Path) -> tuple[float, float]:
    """Return how long a start and a request take, in milliseconds."""
    port = PORTS.choose()
    data = scratch / f"data-{port}"
    data.mkdir(parents=True)
    mark = f"{port}.1"
    environment = build_environment(os.environ, (), {}, own_variables(port, data, mark))
    command = (sys.executable, "-S", "app.py")
    order = Order("main", command, folder, environment, port, data, scratch / "log", mark, 1 << 20)
    server = ServerProcess(order, starter)
    try:
        assert wait_until_ready(server, 20) is Readiness.READY, server.log_tail()
        ready = time.monotonic() - server.began
        times = [request(port) for _ in range(REQUESTS)]
    finally:
        server.kill()
    return ready * 1000, statistics.median(times) * 1000


def request(port: int) -> float:
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"ok"
    connection.close()
    return time.perf_counter() - began


def within() -> None:
    told = json.loads(sys.stdin.readline())
    folder = PROGRAMS / "measured"
    (folder / "app.py").write_text(PROGRAM)
    starter = InnerStarter(from_data(View, told["view"]), from_data(Allowance, told["allowance"]), folder)
    for _ in sys.stdin:
        print(json.dumps(one_round(starter, folder, RUN)), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    place = here(ROOT)
    starts, requests = starts_and_requests(place, rounds)
    runs = whole_runs(place, max(3, rounds // 4))
    print(f"{'':10}{'bare':>10}{'isolated':>10}{'added':>10}{'ratio':>8}   medians in ms")
    added = {}
    for name, both in {"start": starts, "request": requests, "run": runs}.items():
        bare, isolated = map(statistics.median, both)
        added[name] = isolated - bare
        print(f"{name:10}{bare:10.3f}{isolated:10.3f}{added[name]:10.3f}{isolated / bare:8.2f}")
    return int(added["start"] > MOST_START_MS or added["request"] > MOST_REQUEST_MS)


def starts_and_requests(place, rounds: int):
    plan, seen = plan_for(place)
    starts, requests = ([], []), ([], [])
    command = (sys.executable, "-I", "-c", WITHIN, str(ROOT), Path(__file__).read_text())
    with tempfile.TemporaryDirectory() as name, open_cell(plan, command, PROGRAMS / "measured", {}) as cell:
        folder = Path(name)
        (folder / "app.py").write_text(PROGRAM)
        cell.give(json.dumps({"view": asdict(seen), "allowance": asdict(plan.allowance)}).encode() + b"\n")
        for _ in range(rounds + 1):
            cell.give(b"\n")
            isolated = json.loads(cell.next_line(time.monotonic() + 60))
            bare = one_round(start_cold, folder, folder / "scratch")
            for times, index in ((starts, 0), (requests, 1)):
                times[0].append(bare[index])
                times[1].append(isolated[index])
    return starts, requests


def whole_runs(place, rounds: int):
    kata = find_kata(place.syllabus, "http-hello")
    submission = submission_in(kata.solutions / "python", kata.slug, NO_SETTINGS, detect)
    job = Job(kata=kata, submission=submission, seed=7)
    found = ([], [])
    executors = (executor(place), grading_executor(place))
    for _ in range(rounds):
        for times, execute in zip(found, executors, strict=True):
            report = execute(job, lambda _: None)
            assert report.verdict.status == "passed"
            times.append(report.seconds * 1000)
    return found


if __name__ == "__main__":
    sys.exit(main())
