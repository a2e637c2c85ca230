"""Grades stay, whoever dies in the middle."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from runner.errors import MachineError
from runner.evidence import Report
from runner.grading.grades import Grade, Standing
from runner.grading.store import Store, Turn
from runner.judge import judge

GRADE = Grade("anna", "hello", Standing.PASSED, 9, 9, key="one", is_final=True)
REPORT = Report("hello", "Hello", "python", (), judge(()), 7, submission="anna")

KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from runner.evidence import Report
from runner.grading.grades import Grade, Standing
from runner.grading.store import Store
from runner.judge import judge

store = Store(Path(sys.argv[1]))
report = Report("hello", "Hello", "python", (), judge(()), 7)

def die_at(call):
    left = call
    def on_event(_frame, event, _argument):
        nonlocal left
        left -= event == "c_call"
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.setprofile(on_event)

for call in range(0, 100_000, 7):
    store.keep(Grade("kept", "hello", Standing.PASSED, key=f"kept-{call}", is_final=True), report)
    child = os.fork()
    if not child:
        die_at(call)
        store.keep(Grade("dying", "hello", Standing.PASSED, key=f"dying-{call}", is_final=True), report)
        sys.setprofile(None)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(call, status, flush=True)
    if status == 0:
        break
"""


def test_a_grade_and_its_report_come_back(tmp_path):
    Store(tmp_path).keep(GRADE, REPORT)

    again = Store(tmp_path)
    assert again.known("one") == GRADE
    assert again.report("one") == REPORT
    assert again.known("two") is None


def test_what_is_not_final_is_made_again(tmp_path):
    store = Store(tmp_path)
    store.keep(replace(GRADE, standing=Standing.ERRORED, is_final=False), REPORT)

    assert store.known("one") is None
    assert store.report("one") == REPORT


def test_a_report_that_is_not_what_it_was_takes_its_grade_along(tmp_path):
    store = Store(tmp_path)
    store.keep(GRADE, REPORT)
    store.report_file("one").write_bytes(store.report_file("one").read_bytes().replace(b"anna", b"emma"))

    assert store.known("one") is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_writer_killed_before_each_of_its_calls_loses_nothing_that_it_finished(tmp_path, root):
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=100).stdout
    rounds = [line.split() for line in told.splitlines()]
    store = Store(tmp_path)

    assert {status for _, status in rounds} == {"-9", "0"}
    assert all(store.known(f"kept-{call}") for call, _ in rounds)
    dying = [store.known(f"dying-{call}") for call, _ in rounds]
    assert dying[-1] is not None  # the one that lived
    assert store.unread == 0


@pytest.mark.parametrize("cut", [1, 20, -1])
def test_a_torn_last_line_costs_itself_alone(tmp_path, cut):
    Store(tmp_path).keep(GRADE, REPORT)
    lines = tmp_path / "grades.jsonl"
    lines.write_bytes(lines.read_bytes() + lines.read_bytes().replace(b"one", b"two")[:cut])
    Store(tmp_path).keep(replace(GRADE, key="three"), REPORT)

    store = Store(tmp_path)
    assert store.known("one")
    assert store.known("three")


def test_a_line_without_an_end_hides_nothing_behind_it(tmp_path):
    lines = tmp_path / "grades.jsonl"
    lines.write_bytes(b"x" * 200_000)
    Store(tmp_path).keep(GRADE, REPORT)

    store = Store(tmp_path)
    assert store.known("one")
    assert store.unread > 0


def test_two_stores_of_one_folder_know_what_the_other_keeps(tmp_path):
    one, other = Store(tmp_path), Store(tmp_path)
    one.keep(GRADE, REPORT)

    assert other.known("one") == GRADE


def test_a_submission_is_claimed_by_one_at_a_time(tmp_path):
    one, other = Store(tmp_path), Store(tmp_path)
    with one.claimed("key") as ours:
        with other.claimed("key") as theirs:
            assert (ours, theirs) == (Turn.OURS, Turn.THEIRS)
        with other.claimed("another") as free:
            assert free is Turn.OURS
    with other.claimed("key") as later:
        assert later is Turn.OURS
    assert not list((tmp_path / "claims").iterdir())


def test_what_a_killed_grader_left_of_its_claims_is_taken_away(tmp_path):
    store = Store(tmp_path)
    (tmp_path / "claims" / "left").touch()
    with store.claimed("held"):
        Store(tmp_path)

        assert [path.name for path in (tmp_path / "claims").iterdir()] == ["held"]


def test_a_folder_that_is_none_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(MachineError) as caught:
        Store(tmp_path / "file")

    assert caught.value.where == str(tmp_path / "file")
    assert "--store FOLDER" in caught.value.fix
