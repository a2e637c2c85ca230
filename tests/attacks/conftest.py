"""One place for all attacks to be run from: the executor, and what watches over the machine meanwhile."""

import os
import secrets
import socket
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest

from runner.app.isolating import grading_executor
from runner.app.place import here

ROOT = Path(__file__).resolve().parents[2]
# Where a program that got out would leave something, or find something.
WATCHED = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path("/run/shm"), Path.home(), Path("/"), Path("/etc")]


@pytest.fixture(scope="session")
def place():
    return here(ROOT)


@pytest.fixture(scope="session")
def execute(place):
    """Return the executor that is attacked; it refuses to exist on a machine that gives less than full isolation."""
    return grading_executor(place)


@pytest.fixture
def canary(monkeypatch, tmp_path):
    """Return a secret that lies in the grader's environment, and in a file that anybody may read."""
    secret = secrets.token_hex(16)
    monkeypatch.setenv("KATA_CANARY", secret)
    (tmp_path / "canary.txt").write_text(secret)
    return secret


@pytest.fixture(scope="session")
def neighbours():
    """Return where services of this machine listen: none of them may be reached."""
    with ExitStack() as held:
        folder = held.enter_context(tempfile.TemporaryDirectory(prefix="kata-tests-", dir="/tmp"))
        Path(folder).chmod(0o755)
        name = secrets.token_hex(8)
        port = held.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1]
        for address in (f"\0{name}", f"{folder}/socket"):
            listener = held.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            listener.bind(address)
            listener.listen()
        Path(folder, "socket").chmod(0o777)
        yield {"port": port, "abstract": name, "path": f"{folder}/socket"}


@pytest.fixture
def nothing_left():
    """Return a context that proves that no process and no file of what runs in it is there any more."""
    return _nothing_left


@contextmanager
def _nothing_left(mark):
    yield
    assert _processes_with(mark) == []
    assert [path for path in _files() if mark in path.name] == []


def _files():
    for folder in WATCHED:
        if folder.is_dir():
            yield from folder.iterdir()


def _processes_with(text):
    found = []
    for process in psutil.process_iter():
        try:
            words = [*process.cmdline(), process.cwd(), *process.environ().values()]
        except (psutil.Error, OSError):
            continue
        if process.pid != os.getpid() and any(text in word for word in words):
            found.append(process)
    return found


@pytest.fixture(autouse=True)
def no_deep_folders(tmp_path):
    """Take away folders without a bottom: pytest's own clean-up of later runs would recurse into them and break."""
    yield
    subprocess.run(["rm", "-rf", str(tmp_path)], check=False)
