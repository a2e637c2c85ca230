"""A killed or interrupted supervisor leaves nothing for long, and nobody else's processes are touched."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from runner.server.leftovers import registered_run, sweep_leftovers

ROOT = Path(__file__).resolve().parents[3]

SUPERVISOR = """
import sys, time
from pathlib import Path
from runner.model import Limits, Sharing
from runner.server.control import Launch, LocalControl
from runner.server.leftovers import registered_run
state, folder = Path(sys.argv[1]), Path(sys.argv[2])
with registered_run(state) as token:
    command = (sys.executable, "-S", "-E", "app.py")
    control = LocalControl(Launch(command, folder, (), folder / "scratch", Limits(), token))
    try:
        control.acquire(Sharing.SHARED, Sharing.SHARED, {})
        print(control.log().split()[-1], flush=True)
        time.sleep(100)
    finally:
        control.close()
"""

DAEMON = "if os.fork():\n    os._exit(0)\nos.setsid()\nif os.fork():\n    os._exit(0)\n"
SERVE = (
    "import os, socket, time\n{daemon}s = socket.create_server(('127.0.0.1', int(os.environ['PORT'])))\n"
    "print(os.getpid(), flush=True)\ntime.sleep(100)"
)


@pytest.fixture
def supervised(tmp_path):
    """Return a function that starts a supervisor with a program; gives both."""
    started = []

    def start(program):
        (tmp_path / "app.py").write_text(program)
        words = [sys.executable, "-c", SUPERVISOR, str(tmp_path / "state"), str(tmp_path)]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
        started.append(process)
        return process, int(process.stdout.readline())

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
    sweep_leftovers(tmp_path / "state")


@pytest.mark.parametrize("daemon", ["", DAEMON], ids=["child", "daemon"])
def test_after_a_kill_of_the_supervisor_the_next_start_sweeps(supervised, alive, waited, tmp_path, daemon):
    process, pid = supervised(SERVE.format(daemon=daemon))
    process.kill()
    process.wait()
    assert alive(pid)
    assert sweep_leftovers(tmp_path / "state") >= 1
    waited(lambda: not alive(pid))
    assert list((tmp_path / "state").iterdir()) == []


@pytest.mark.parametrize("daemon", ["", DAEMON], ids=["child", "daemon"])
def test_ctrl_c_leaves_nothing(supervised, alive, tmp_path, daemon):
    process, pid = supervised(SERVE.format(daemon=daemon))
    process.send_signal(signal.SIGINT)
    process.wait(10)
    assert not alive(pid)
    assert list((tmp_path / "state").iterdir()) == []


def test_a_living_run_is_left_alone(supervised, alive, tmp_path):
    _, pid = supervised(SERVE.format(daemon=""))
    assert sweep_leftovers(tmp_path / "state") == 0
    assert alive(pid)


def test_a_run_whose_end_is_interrupted_is_swept_by_its_own_record(tmp_path):
    children = []

    def interrupted():
        with registered_run(tmp_path) as token:
            children.append(subprocess.Popen(["/bin/sleep", "100"], env={"KATA_RUN": f"{token}.1"}))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert children[0].wait(5) is not None
