"""Tiny real programs under a real control; every test ends with a look for survivors."""

import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from runner.model import Limits
from runner.server.control import Launch, LocalControl
from runner.server.leftovers import registered_run

# The smallest server there is: one line back to every client, and what it was told on its log.
ANSWERS = """
import os, signal, socket, sys
def serve(host="127.0.0.1", family=socket.AF_INET, dual=False, port=int(os.environ["PORT"])):
    server = socket.create_server((host, port), family=family, dualstack_ipv6=dual)
    print("listening", flush=True)
    while True:
        client, _ = server.accept()
        print("accepted", flush=True)
        line = client.makefile().readline().strip()
        if line == "crash":
            raise SystemExit("boom")
        if line == "save":
            open(os.environ["KATA_DATA"] + "/saved.txt", "w").write("saved")
        client.sendall(f"{line} {os.environ.get('COLOUR')} {os.getpid()}".encode())
        client.close()
"""

LONGEST_WAIT = 10.0


def wait_for(condition):
    deadline = time.monotonic() + LONGEST_WAIT
    while not (found := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)
    return found


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()


@pytest.fixture
def launched(tmp_path):
    """Return a function that makes a control for a program's text; its end is the test's end."""
    controls, tokens, folder = [], [], tmp_path / "work"
    folder.mkdir()

    def launch(program, *, command=None, files=None, start=LONGEST_WAIT, env=(), **more):
        (folder / "app.py").write_text(program)
        for name, text in (files or {}).items():
            (folder / name).write_bytes(text)
            (folder / name).chmod(0o755)
        token = runs.enter_context(registered_run(tmp_path / "state"))
        tokens.append(token)
        scratch = tmp_path / f"scratch-{len(tokens)}"
        scratch.mkdir()
        words = command or (sys.executable, "-S", "-E", "app.py")
        controls.append(LocalControl(Launch(words, folder, env, scratch, Limits(start=start), token, **more)))
        return controls[-1]

    with ExitStack() as runs:
        yield launch
        for control in controls:
            control.close()
    assert [pid for token in tokens for pid in survivors(token)] == []


def survivors(token):
    folders = (path for path in Path("/proc").iterdir() if path.name.isdecimal())
    return [folder.name for folder in folders if token.encode() in environment(folder) and is_alive(int(folder.name))]


def environment(folder):
    try:
        return (folder / "environ").read_bytes()
    except OSError:
        return b""


@pytest.fixture
def alive():
    return is_alive


@pytest.fixture
def waited():
    return wait_for


@pytest.fixture
def answers():
    return ANSWERS
