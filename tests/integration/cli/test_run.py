"""`kata run` leaves the program up to play with, as the tests would start it, and ends it with Ctrl-C."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys

import pytest

SECONDS = 30.0


@pytest.fixture
def running(root, tmp_path):
    """Return a function that starts `kata run` on a solved kata and gives it with what it printed until it was up."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "runner"]
    begun = []

    def start(kata, track, *more):
        subprocess.run([*command, "init", ".", "--track", track], cwd=tmp_path, env=environment, check=True)
        shutil.copytree(root / "solutions" / kata / track, tmp_path / kata)
        program = subprocess.Popen(
            [*command, "run", kata, *more],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        begun.append(program)
        told = []
        for line in program.stdout:  # which ends with the program, or by the test's own time limit
            told.append(line)
            if line.startswith(("curl ", "nc ")):
                break
        return program, "".join(told)

    yield start
    for program in begun:
        if program.poll() is None:
            program.send_signal(signal.SIGINT)
        program.communicate(timeout=SECONDS)


def test_it_is_up_until_ctrl_c_and_a_command_to_try_is_shown(running):
    program, told = running("sessions", "flask", "--env", "SESSION_SECONDS=5")
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


def test_colours_of_the_program_are_not_shown_as_text(running):
    # Flask's own server prints in colours whoever reads it.
    program, _ = running("sessions", "flask")

    warning = next(line for line in program.stdout if "This is a development server" in line)
    assert warning.startswith("WARNING")


@pytest.mark.parametrize("given", ["SESSION_SECONDS", "=5", "A B=1"])
def test_what_is_no_variable_is_refused(running, given):
    program, told = running("sessions", "flask", "--env", given)

    assert program.wait(SECONDS) == 2
    assert "kata run --env NAME=VALUE" in told


def test_a_kata_without_http_is_tried_with_nc(running):
    _, told = running("time-server", "python")

    assert re.fullmatch(r"nc 127\.0\.0\.1 \d+", told.splitlines()[-1])
