"""Each way in which a program does not become ready has its own explanation, found as soon as it can be known."""

import socket
import time

import pytest

from runner.errors import LaunchError
from runner.model import Sharing

SHARED = Sharing.SHARED


def failure(control):
    with pytest.raises(LaunchError) as raised:
        control.acquire(SHARED, SHARED, {})
    return raised.value


CASES = {
    "crash at import": ("import os\nimport flusk\n", "exited", "No module named 'flusk'", "app.py:2"),
    "crash in a function": ("def f():\n    return 1/0\nf()\n", "exited", "ZeroDivisionError", "app.py:2: return 1/0"),
    "syntax error": ("import os\nx = (1,\n", "exited", "SyntaxError", "app.py:2: x = (1,"),
    "exits with 0": ("print('done')", "exited", "ended by itself", "done"),
    "exits with 3": ("print('no config'); raise SystemExit(3)", "exited", "exit code 3", ""),
    "killed by a signal": ("import os\nos.kill(os.getpid(), 11)", "exited", "SIGSEGV", ""),
    "never listens": ("import time\ntime.sleep(100)", "still_starting", "does not listen", "printed nothing"),
    "port below 1024 as text": ("import os, socket\nsocket.create_server(('127.0.0.1', os.environ['PORT']))", "exited",
                                "TypeError", "app.py:2"),
    "daemon that dies": ("import os\nif os.fork():\n    os._exit(0)\nos.setsid()\nraise ValueError('later')", "exited",
                         "ValueError: later", "app.py:5"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_where(launched, case):
    program, cause, what, where = case
    error = failure(launched(program, start=0.5 if cause == "still_starting" else 10))
    assert (error.cause, what in error.what, where in error.where) == (cause, True, True), (error.what, error.where)
    assert error.fix


def test_a_crash_is_reported_at_once(launched):
    control = launched("raise SystemExit('boom')", start=30)
    began = time.monotonic()
    failure(control)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("cause", ["wrong_port", "wrong_address"])
def test_listening_elsewhere_is_named_long_before_the_deadline(launched, cause):
    with socket.create_server(("127.0.0.1", 0)) as free:
        other = free.getsockname()[1]
    place = f"('127.0.0.1', {other})" if cause == "wrong_port" else "('::1', int(os.environ['PORT']))"
    family = "AF_INET" if cause == "wrong_port" else "AF_INET6"
    program = f"import os, socket, time\ns = socket.create_server({place}, family=socket.{family})\ntime.sleep(100)"
    began = time.monotonic()
    error = failure(launched(program, start=30))
    assert time.monotonic() - began < 6
    assert error.cause == cause
    assert error.where.startswith("app.py:2: ")
    assert str(other) in error.what or "::1" in error.what


def test_a_socket_for_ipv6_only_is_a_wrong_address(launched):
    program = (
        "import os, socket, time\ns = socket.create_server(('::', int(os.environ['PORT'])), family=socket.AF_INET6)\n"
        "time.sleep(100)"
    )
    assert failure(launched(program)).cause == "wrong_address"


def test_a_taken_port_of_its_own_is_named_with_its_holder(launched):
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        error = failure(launched(f"import socket\nPORT = {port}\nsocket.create_server(('127.0.0.1', PORT))"))
    assert error.cause == "port_held"
    assert f"port {port}" in error.what
    assert "(pid " in error.what
    assert error.where == f"app.py:2: PORT = {port}"


@pytest.mark.parametrize("limit", [100_000])
def test_a_program_that_prints_without_end_is_stopped(launched, limit, tmp_path):
    control = launched("while True:\n    print('x' * 500)", output_limit=limit)
    error = failure(control)
    assert "printed without end" in error.what
    assert (tmp_path / "scratch-1" / "main.log").stat().st_size <= limit


COMMANDS = {
    "unknown program": (("no-such-program",), {}, "no-such-program was not found"),
    "missing file": (("./run.sh",), {}, "./run.sh was not found"),
    "Windows line ends": (("./run.sh",), {"run.sh": b"#!/bin/sh\r\necho hi\r\n"}, "Windows line ends"),
    "missing interpreter": (("./run.sh",), {"run.sh": b"#!/no/such/python\n"}, "interpreter that is not there"),
    "no first line": (("./run.sh",), {"run.sh": b"echo hi\n"}, "no program that this system can execute"),
    "an option": (("--version",), {}, "--version was not found"),
    "empty command": (("",), {}, "no start command"),
    "null byte": (("a\0b",), {}, "was not found"),
}


@pytest.mark.parametrize("case", COMMANDS.values(), ids=COMMANDS.keys())
def test_a_command_that_cannot_be_executed(launched, case):
    command, files, what = case
    error = failure(launched("", command=command, files=files))
    # This machine may lack a program; what the author's own folder lacks, or what is no name, it is not to blame for.
    assert error.cause == ("missing_tool" if command == ("no-such-program",) else "not_started")
    assert what in error.what
    assert error.fix


def test_a_file_without_the_right_to_execute(launched, tmp_path):
    control = launched("", command=("./app.py",))
    (tmp_path / "work" / "app.py").chmod(0o644)
    assert "chmod +x ./app.py" in failure(control).fix
