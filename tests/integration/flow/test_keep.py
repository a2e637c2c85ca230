"""kata test --keep: the server of the first failure stays up as it failed, and nothing survives afterwards."""

import contextlib
import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pexpect
import pytest

from runner.app.keeping import Holding
from runner.app.keeping import test_and_keep as keep_as_failed
from runner.app.place import here
from runner.suites.starting import start_suite

ANSWER_SECONDS = 60


@contextlib.contextmanager
def kept(work, environment, *words):
    """Start `kata test` and yield its process, the port and the data folder once the server is kept."""
    command = [sys.executable, "-m", "runner", "test", *words]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=work, env=environment, **pipes) as process:
        try:
            told = ""
            while "ends" not in told:
                line = process.stderr.readline()
                assert line, told + process.stdout.read()
                told += line
            port = int(re.search(r"Kept as it failed: http://127.0.0.1:(\d+)", told)[1])
            yield process, port, Path(re.search(r"data: +(\S+)", told)[1]), told
        finally:
            process.kill()


def ask(port, method="GET", target="/notes/1", body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, target, body)
    with contextlib.closing(connection):
        answer = connection.getresponse()
        return answer.status, answer.read()


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_without_a_terminal_it_refuses_and_names_the_way(work, kata):
    result = kata("test", "--keep", cwd=work)

    assert result.returncode == 2
    assert "no terminal here" in result.stderr
    assert "--keep-seconds 60" in result.stderr


def test_all_and_keep_do_not_go_together(work, kata):
    assert kata("test", "--all", "--keep-seconds", "5", cwd=work).returncode == 2


def test_the_failed_process_stands_with_its_data_until_ctrl_c(answers_200, environment):
    with kept(answers_200, environment, "--keep-seconds", "60") as (process, port, data, told):
        status, body = ask(port)
        is_there = (data / "notes.db").exists()
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=ANSWER_SECONDS)

    assert (status, json.loads(body)) == (200, {"id": 1, "text": "milk"})
    assert is_there
    assert f'"http://127.0.0.1:{port}/notes"' in told
    assert "expected 201 Created" in output
    assert "nothing is left running" in errors
    assert process.returncode == 1
    assert not is_listening(port)
    assert not data.exists()


def test_it_ends_when_the_seconds_are_over(answers_200, environment):
    with kept(answers_200, environment, "--keep-seconds", "0.5") as (process, port, _, _):
        process.communicate(timeout=ANSWER_SECONDS)

    assert process.returncode == 1
    assert not is_listening(port)


def test_enter_lets_it_go(answers_200, environment):
    command = [sys.executable, "-m", "runner", "test", "--keep"]
    child = pexpect.spawn(command[0], command[1:], cwd=str(answers_200), env=environment, timeout=ANSWER_SECONDS)
    child.expect(r"Kept as it failed: http://127.0.0.1:(\d+)")
    port = int(child.match[1])
    child.expect("Enter or Ctrl-C ends it")
    assert is_listening(port)
    child.sendline("")
    child.expect("nothing is left running")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 1
    assert not is_listening(port)


def test_what_it_prints_meanwhile_is_passed_on(answers_200, environment):
    with kept(answers_200, environment, "--keep-seconds", "60") as (process, port, _, _):
        ask(port, "POST", "/notes", '{"text": "tea for two"}')
        line = ""
        until = time.monotonic() + ANSWER_SECONDS
        while "tea for two" not in line and time.monotonic() < until:
            line = process.stderr.readline()

    assert "tea for two" in line


def test_what_it_prints_while_it_is_told_where_it_is_is_not_lost(answers_200, monkeypatch):
    # Whoever asks as soon as the address is shown is faster than the loop that looks at the log.
    monkeypatch.setenv("XDG_CACHE_HOME", str(answers_200 / "cache"))
    place = here(answers_200 / "notes")
    until = time.monotonic() + ANSWER_SECONDS
    printed = []

    def failed(_, kept):
        ask(int(kept[0].base_url.rpartition(":")[2]), "POST", "/notes", '{"text": "tea for two"}')

    def let_go(moment):
        return printed or threading.Event().wait(moment) or time.monotonic() > until

    holding = Holding(failed, printed.append, let_go)
    keep_as_failed(place, place.kata(None), holding, seed=None, only=(), suites=start_suite)

    assert "\n".join(printed).count("storing tea for two") == 1


def test_a_pass_keeps_nothing(work, kata):
    result = kata("test", "--keep-seconds", "60", cwd=work)

    assert result.returncode == 0
    assert "Kept" not in result.stderr


def test_the_first_failure_is_that_of_the_file_and_the_rest_is_not_run(answers_200, kata):
    report = json.loads(kata("test", "--keep-seconds", "0.2", "--json", cwd=answers_200).stdout)

    statuses = [outcome["status"] for outcome in report["outcomes"]]
    assert statuses == ["failed", *["not_run"] * 5]
    assert report["verdict"]["first_failure"] == "stores-a-note"
    assert not report["trouble"]
    assert json.loads((answers_200 / ".kata/runs/notes.json").read_text())["seed"] == report["seed"]


def test_a_server_that_failed_by_ending_leaves_its_data(broken, environment, kata):
    work = broken('print("storing", sent["text"])', "os._exit(3)")

    result = kata("test", "--keep-seconds", "0.2", cwd=work)

    assert result.returncode == 1
    assert "your server ended with exit code 3, so only its data is left" in result.stderr


def test_replay_asks_the_kept_server_for_the_failing_request_only(broken, environment, kata):
    work = broken('"UPDATE notes SET text = ? WHERE id = ?", text, number', '"SELECT ?, ?", text, number')
    with kept(work, environment, "--keep-seconds", "60") as (_, port, _, _):
        before = json.loads(ask(port, target="/notes/2")[1])
        result = kata("replay", "--to", str(port), "--json", cwd=work)

    replayed = json.loads(result.stdout)
    sent = [one["request"]["target"] for one in replayed["answered"] if one]
    assert before["text"] != "bread"
    assert sent == ["/notes/2"]
    assert "the 3 exchanges before were not sent again" in replayed["remarks"][0]


@pytest.mark.parametrize("signal_number", [signal.SIGKILL])
def test_a_killed_runner_leaves_what_the_next_one_sweeps(answers_200, environment, kata, signal_number):
    with kept(answers_200, environment, "--keep-seconds", "60") as (process, port, _, _):
        process.send_signal(signal_number)
        process.wait()

    kata("doctor", cwd=answers_200)

    assert not is_listening(port)
