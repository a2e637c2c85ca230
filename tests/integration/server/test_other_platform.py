"""What macOS and Windows get, tried here: psutil is the same everywhere."""

import os
import socket
import subprocess
import sys

import pytest

from runner.platforms.kinds import MARKER, Force
from runner.platforms.other import Other

FORKED = (
    "import os, socket, sys, time\ns = socket.create_server(('127.0.0.1', 0))\n"
    "pid = os.fork()\nif not pid:\n    os.setsid()\nelse:\n    print(pid, s.getsockname()[1], flush=True)\n"
    "time.sleep(100)"
)


@pytest.fixture
def started():
    """Return the platform, a family with a child, the child's pid and the port; nothing of it survives."""
    platform = Other()
    # Its own among the tests that run at the same time, since a family is found by it.
    marker = f"other.{os.getpid()}"
    process = subprocess.Popen(
        [sys.executable, "-S", "-c", FORKED], env={MARKER: marker}, stdout=subprocess.PIPE, text=True
    )
    family = platform.enrol(process.pid, marker)
    child, port = map(int, process.stdout.readline().split())
    yield platform, family, child, port
    platform.end(platform.members(family), Force.KILL)
    process.wait(5)
    process.stdout.close()


def test_members_are_found_by_descent(started):
    platform, family, child, _ = started
    assert platform.members(family) == tuple(sorted((family.root, child)))


def test_an_orphan_is_found_by_its_marker(started, waited):
    platform, family, child, _ = started
    platform.end([family.root], Force.KILL)
    waited(lambda: platform.members(family) == (child,))


def test_the_familys_sockets_are_seen(started, waited):
    platform, family, _, port = started
    # The system's table of sockets is read in pieces: one look may miss what moved meanwhile, as the runner's does.
    waited(lambda: {each.port for each in platform.watch().look(family)} == {port})


def test_the_holder_of_a_port_is_named(started):
    platform, family, child, port = started
    assert {holder.pid for holder in platform.holders(port)} == {family.root, child}
    assert platform.is_listening(port)
    assert platform.owns_port(child, port)


def test_open_files_are_counted(started):
    platform, family, child, _ = started
    assert platform.count_open_files([family.root]) > 0
    assert platform.count_open_files([child, 2**22 + 1]) == platform.count_open_files([child])


def test_a_dead_family_has_no_members(started, waited):
    platform, family, _, port = started
    platform.end([*platform.members(family), 2**22 + 1], Force.KILL)
    waited(lambda: platform.members(family) == ())
    assert not platform.is_listening(port)
    platform.dismiss(family)


def test_a_stranger_is_no_member(started):
    platform, family, _, _ = started
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
        assert port not in {each.port for each in platform.watch().look(family)}
