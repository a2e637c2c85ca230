import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runner.platforms.fork_server import ForkServer, can_fork
from runner.suites.forking import forked_suites
from runner.suites.session import SuiteProcess

pytestmark = pytest.mark.skipif(not can_fork(), reason="only Linux forks")

BOOT = """
import os, sys
sys.path.append(sys.argv[1])
from runner.platforms.fork_server import serve
def run():
    order = sys.stdin.readline().strip()
    if order == "hang":
        while True: pass
    if order == "raise":
        raise ValueError
    print("echo", order, os.getpid(), flush=True)
    print("err", file=sys.stderr, flush=True)
    os._exit(0)
serve(int(sys.argv[2]), run)
"""


@pytest.fixture
def server(root):
    made = ForkServer([sys.executable, "-c", BOOT, str(root)], dict(os.environ))
    yield made
    made.close()


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1].split()[0] not in "ZX"
    except OSError:
        return False


def wait_for(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def say(forked, order):
    forked.stdin.write(order.encode() + b"\n")
    forked.stdin.flush()


def test_each_fork_has_streams_of_its_own(server, tmp_path):
    with (tmp_path / "a").open("wb") as one, (tmp_path / "b").open("wb") as two:
        first, second = server.fork(one), server.fork(two)
        say(second, "second")
        say(first, "first")
        answers = [first.stdout.readline().split(), second.stdout.readline().split()]
        first.wait(10)
        second.wait(10)

    assert [answer[1] for answer in answers] == [b"first", b"second"]
    assert answers[0][2] != answers[1][2]
    assert (tmp_path / "a").read_text() == "err\n"


def test_one_that_does_not_end_is_killed(server, tmp_path):
    with (tmp_path / "log").open("wb") as log:
        forked = server.fork(log)
    say(forked, "hang")
    with pytest.raises(subprocess.TimeoutExpired):
        forked.wait(0.05)
    forked.kill()
    forked.wait(10)

    assert forked.stdout.read() == b""


def test_an_exception_in_a_fork_never_makes_a_second_server(server, tmp_path):
    with (tmp_path / "log").open("wb") as log:
        forked = server.fork(log)
        say(forked, "raise")
        forked.wait(10)
        after = server.fork(log)
    say(after, "again")

    assert after.stdout.readline().startswith(b"echo again")


def test_closing_ends_what_still_runs(root, tmp_path):
    server = ForkServer([sys.executable, "-c", BOOT, str(root)], dict(os.environ))
    with (tmp_path / "log").open("wb") as log:
        forked = server.fork(log)
    say(forked, "hang")
    server.close()

    wait_for(lambda: not is_alive(forked._pid))


def test_when_the_server_was_killed_suites_start_one_by_one():
    with forked_suites() as start:
        first = SuiteProcess(start())
        os.kill(first._process._server._process.pid, signal.SIGKILL)
        first._process._server._process.wait()
        second = start()
        assert isinstance(second.process, subprocess.Popen)
        SuiteProcess(second).close()
        first._process.stdin.close()
