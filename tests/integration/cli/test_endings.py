"""However a run ends, nothing of it is left running."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

TINY = Path(__file__).resolve().parents[2] / "packs" / "tiny"
HANGS = Path(__file__).resolve().parents[2] / "scenarios" / "hangs" / "submission"
DEADLINE = 20.0


@pytest.fixture
def work(tmp_path):
    shutil.copytree(TINY, tmp_path / "pack")
    for words in (["init", "mine", "--track", "python"], ["next"]):
        folder = tmp_path / "pack" / ("mine" if words[0] == "next" else "")
        subprocess.run([sys.executable, "-m", "runner", *words], cwd=folder, check=True, capture_output=True)
    shutil.copy(HANGS / "app.py", tmp_path / "pack/mine/hello/app.py")
    return tmp_path / "pack/mine"


def start(work):
    environment = os.environ | {"XDG_CACHE_HOME": str(work.parent / "cache")}
    command = [sys.executable, "-m", "runner", "test"]
    return subprocess.Popen(command, cwd=work, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def servers_of(work):
    found = []
    for process in psutil.process_iter(["cmdline"]):
        try:
            if process.cwd() == str(work / "hello") and "app.py" in (process.info["cmdline"] or []):
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


def wait_until(condition):
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_leaves_nothing(work, number):
    runner = start(work)
    wait_until(lambda: servers_of(work))

    runner.send_signal(number)

    assert runner.wait(DEADLINE) == 130
    assert servers_of(work) == []


def test_what_a_killed_runner_leaves_is_swept_at_the_next_start(work):
    runner = start(work)
    wait_until(lambda: servers_of(work))
    runner.kill()
    runner.wait()
    assert servers_of(work)
    shutil.copy(TINY / "solutions/hello/python/app.py", work / "hello/app.py")

    again = start(work)

    assert again.wait(DEADLINE) == 0
    assert servers_of(work) == []
