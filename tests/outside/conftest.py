"""Programs and suites by others: asked for by `--outside`, since they must be installed first."""

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PATIENCE = 200.0  # the largest of these programs is built first
INSTALL = """install them first:
    npm install --prefix tests/outside --ignore-scripts --no-package-lock
    .venv/bin/pip install -e ".[outside]" """


def pytest_ignore_collect(config):
    """Leave this folder alone in every other run."""
    return None if config.getoption("--outside") else True


@pytest.fixture
def node_modules():
    folder = HERE / "node_modules"
    assert folder.is_dir(), f"the npm packages of {HERE} are missing; {INSTALL}"
    return folder


@pytest.fixture
def failing(tmp_path):
    """Run a program through the suite of a kata; return the checks that do not pass."""

    def run(kata, start):
        folder = tmp_path / kata
        folder.mkdir()
        (folder / "workspace.yaml").write_text(json.dumps({"format": 1, "start": start}))
        command = [sys.executable, "-m", "runner", "test", kata, "--json"]
        subprocess.run([*command[:3], "init", "."], cwd=tmp_path, check=True, capture_output=True)
        tested = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        report = json.loads(tested.stdout)
        assert report["launch"] is None, f"{start} does not become ready: {report['launch']}"
        return {outcome["check"]: outcome["status"] for outcome in report["outcomes"] if outcome["status"] != "passed"}

    return run


@pytest.fixture
def serve_solution(root, tmp_path):
    """Start the reference solution of a kata in a track as a learner would, and return the URL where it answers."""
    with ExitStack() as running:

        def start(kata, track):
            shutil.copytree(root / "solutions" / kata / track, tmp_path / kata)
            (tmp_path / "node_modules").symlink_to(root / "node_modules")
            command = [sys.executable, "-m", "runner"]
            subprocess.run([*command, "init", ".", "--track", track], cwd=tmp_path, check=True, capture_output=True)
            port = free_port()
            with (tmp_path / "run.log").open("wb") as log:
                command += ["run", kata, "--port", str(port)]
                process = subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            running.callback(end, process)
            wait_until_it_listens(port, process)
            return f"http://127.0.0.1:{port}"

        yield start


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_listens(port, process):
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert process.poll() is None, "the program ended before it listened"
            assert time.monotonic() < deadline, "the program does not listen"
            time.sleep(0.02)
        else:
            return


def end(process):
    process.send_signal(signal.SIGINT)  # it ends the program, and then itself
    process.wait(PATIENCE)
