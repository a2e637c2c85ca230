"""`kata run` leaves the program up to play with, as the tests would start it, and ends it with Ctrl-C."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

SECONDS = 30.0


@pytest.fixture
def running(root, tmp_path):
    """Return a function that starts `kata run` on a solved kata and gives it with what it printed until it was up."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "runner"]
    begun = []

    def start(kata, track, **more):
        subprocess.run([*command, "init", ".", "--track", track], cwd=tmp_path, env=environment, check=True)
        shutil.copytree(root / "solutions" / kata / track, tmp_path / kata)
        program = subprocess.Popen(
            [*command, "run", kata],
            cwd=tmp_path,
            env=environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        begun.append(program)
        lines = []
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            lines.append(program.stdout.readline())
            if lines[-1].startswith(("curl ", "nc ")) or not lines[-1]:
                break
        return program, "".join(lines)

    yield start
    for program in begun:
        program.kill()
        program.communicate()


def test_it_is_up_until_ctrl_c_and_a_command_to_try_is_shown(running):
    program, told = running("sessions", "flask", SESSION_SECONDS="5")
    port = int(re.search(r"is up on port (\d+)", told)[1])

    assert "SESSION_SECONDS=5" in told
    assert told.splitlines()[-1] == f"curl -i http://127.0.0.1:{port}/me -b 'session=made-up'"
    with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
        connection.sendall(b"GET /me HTTP/1.0\r\n\r\n")
        assert b" 401 " in connection.recv(100)

    program.send_signal(signal.SIGINT)
    rest, _ = program.communicate(timeout=SECONDS)
    assert rest.splitlines()[-1] == "ended"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), SECONDS)


def test_a_kata_without_http_is_tried_with_nc(running):
    _, told = running("time-server", "python")

    assert re.fullmatch(r"nc 127\.0\.0\.1 \d+", told.splitlines()[-1])
