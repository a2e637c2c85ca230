"""Nothing of a program survives its end, whatever it does to get away."""

import ctypes
import signal
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from runner.model import Sharing
from runner.platforms.here import HERE
from runner.server.process import start_cold

SHARED = Sharing.SHARED
CHILD_SUBREAPER = 36

DAEMON = "if os.fork():\n    os._exit(0)\nos.setsid()\nif os.fork():\n    os._exit(0)\n"
EXEC_CLEAN = (
    "if len(sys.argv) < 2:\n    s = socket.create_server(('127.0.0.1', int(os.environ['PORT'])))\n"
    "    s.set_inheritable(True)\n"
    "    if os.fork():\n        time.sleep(100)\n    os.setsid()\n    if os.fork():\n        os._exit(0)\n"
    "    print(os.getpid(), flush=True)\n"
    "    os.execve(sys.executable, [sys.executable, '-S', '-E', 'app.py', 'hidden'], {})\ntime.sleep(100)"
)

FORK = "pid = os.fork()\nif not pid:\n    {}\nprint(pid, flush=True)\nserve()"

ESCAPES = {
    "ignores SIGTERM": "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint(os.getpid(), flush=True)\nserve()",
    "forks a helper": FORK.format("time.sleep(100)"),
    "own session": FORK.format("os.setsid(); time.sleep(100)"),
    "double-forked daemon": f"{DAEMON}print(os.getpid(), flush=True)\nserve()",
    "daemon without environment": EXEC_CLEAN,
    "own session, no environment": FORK.format("os.setsid(); os.execve('/bin/sleep', ['sleep', '100'], {})"),
    "stopped": FORK.format("os.kill(os.getpid(), signal.SIGSTOP)"),
}


def pids_of(control):
    return [int(word) for word in control.log().split() if word.isdecimal()]


def refuses(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize("how", ESCAPES.values(), ids=ESCAPES.keys())
def test_the_whole_tree_is_dead(launched, answers, alive, waited, how):
    control = launched(f"import time\n{answers}\n{how}")
    port = control.acquire(SHARED, SHARED, {}).port
    pids = waited(lambda: pids_of(control))
    control.kill()
    assert refuses(port)
    assert not any(alive(pid) for pid in pids)


def test_an_orphan_with_neither_mark_nor_socket_is_ended_at_the_close(launched, answers, alive, waited):
    hide = (
        "pid = os.fork()\nif not pid:\n    os.setsid()\n    if os.fork():\n        os._exit(0)\n"
        "    print(os.getpid(), flush=True)\n    os.execve('/bin/sleep', ['sleep', '100'], {})\nserve()"
    )
    control = launched(f"{answers}\n{hide}")
    control.acquire(SHARED, SHARED, {})
    (pid,) = waited(lambda: pids_of(control))
    control.close()
    assert not alive(pid)


def test_a_daemon_that_detaches_itself_before_anybody_looks_is_known_all_the_same(
    launched, answers, alive, monkeypatch
):
    # As in a process that has not started anything yet.
    monkeypatch.setattr(HERE, "_adopts", None)
    ctypes.CDLL(None).prctl(CHILD_SUBREAPER, 0, 0, 0, 0)

    def start_and_dally(order):
        process = start_cold(order)
        process.wait(10)
        return process

    control = launched(f"{answers}\n{DAEMON}print(os.getpid(), flush=True)\nserve()", starter=start_and_dally)
    control.acquire(SHARED, SHARED, {})
    (pid,) = pids_of(control)
    control.close()
    assert not alive(pid)


def test_several_runs_in_one_process_leave_each_other_alone(launched, answers, alive):
    hide = "if not os.fork():\n    os.setsid()\n    time.sleep(100)\nserve()"
    controls = [launched(f"import time\n{answers}\n{hide}") for _ in range(4)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda control: control.acquire(SHARED, SHARED, {}), controls))
        pids = [control._main()._process.pid for control in controls]
        list(pool.map(lambda control: control.close(), controls[:3]))
    assert [alive(pid) for pid in pids] == [False, False, False, True]


def test_no_zombie_is_left(launched, answers, waited):
    control = launched(f"{answers}\n{DAEMON}print(os.getpid(), flush=True)\nserve()")
    control.acquire(SHARED, SHARED, {})
    (pid,) = waited(lambda: pids_of(control))
    control.close()
    assert not Path(f"/proc/{pid}").exists()


PARENT = "import time\nsignal.signal(15, lambda *_: sys.exit(7))\nif os.fork():\n    time.sleep(100)\n"

TERMINATIONS = {
    "default": ("serve()", -signal.SIGTERM),
    "graceful": ("signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\nserve()", 0),
    "ignores": ("signal.signal(signal.SIGTERM, signal.SIG_IGN)\nserve()", None),
    "parent of the server": (f"{PARENT}signal.signal(15, signal.SIG_DFL)\nserve()", 7),
}


@pytest.mark.parametrize("case", TERMINATIONS.values(), ids=TERMINATIONS.keys())
def test_how_a_terminated_program_ended(launched, answers, case):
    program, code = case
    control = launched(f"{answers}\n{program}")
    port = control.acquire(SHARED, SHARED, {}).port
    ending = control.terminate(0.3 if code is None else 5)
    assert ending.code == code
    assert refuses(port)
    assert control.ended() == ending


def test_a_server_is_asked_once_and_its_children_are_left_to_it(launched, answers, waited):
    program = (
        "import time\npid = os.fork()\nif not pid:\n    signal.signal(15, lambda *_: os.write(1, b'asked'))\n"
        "    while True:\n        time.sleep(1)\n"
        "def end(*_):\n    os.write(1, b'ends')\n    os.kill(pid, 9)\n    os.waitpid(pid, 0)\n    sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\nserve()"
    )
    control = launched(f"{answers}\n{program}")
    control.acquire(SHARED, SHARED, {})
    # It listens a moment before it says so, and would end without a word.
    waited(lambda: "listening" in control.log())
    assert control.terminate(5).code == 0
    assert control.log().split() == ["listening", "ends"]


def test_a_wrapper_script_passes_the_signal_on(launched, answers):
    script = f"#!/bin/sh\n{sys.executable} -S -E app.py\necho after\n".encode()
    control = launched(f"{answers}\nserve()", command=("./run.sh",), files={"run.sh": script})
    control.acquire(SHARED, SHARED, {})
    ending = control.terminate(5)
    assert ending.code is not None


# It waits for the word: else on a busy machine it may be stopped before it listens.
FLOOD = """
import threading, time
def flood():
    while not os.path.exists(os.environ["KATA_DATA"] + "/go"):
        time.sleep(0.01)
    while True:
        print("x" * 999)
threading.Thread(target=flood).start()
serve()
"""


def test_a_flood_while_it_serves_ends_it(launched, answers, waited):
    control = launched(answers + FLOOD, output_limit=200_000)
    Path(control.acquire(SHARED, SHARED, {}).data, "go").touch()
    ending = waited(control.ended)
    assert ending.flooded
    assert ending.code == -signal.SIGKILL
    assert control.log_size() <= 200_000
    assert control.log().endswith("x\n")
