"""A class at a time: everybody gets a line, whatever they handed in; nothing of it is changed."""

import json
import os
import socket
import subprocess

import pytest

SLOW = "import time\ntime.sleep(7)\n"  # the kata gives five seconds, and a second run three times as many
ENDS_ITS_WORKER = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n"


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory, hand_in, right, wrong):
    """Return a class in which nearly everything is odd."""
    folder = tmp_path_factory.mktemp("class")
    hand_in(folder, "anna", right)
    hand_in(folder, "ben", wrong)
    hand_in(folder, "slow", SLOW + right)
    hand_in(folder, "killer", ENDS_ITS_WORKER + wrong)
    hand_in(folder / "wrapped", "submission-1", right)
    hand_in(folder / "in-my-katas", "my-katas", right)
    (hand_in(folder, "linker", right) / "notes.txt").symlink_to("/etc/passwd")
    (folder / "empty").mkdir()
    hand_in(folder, "misnamed", right, kata="helo")
    (folder / "no-program" / "hello").mkdir(parents=True)
    (folder / "no-program" / "hello" / "essay.txt").write_text("I could not do it.")
    (folder / "archive.zip").write_bytes(b"PK")
    (folder / "roster.csv").write_text("anna")
    (folder / "a-link").symlink_to(folder / "anna")
    os.mkfifo(folder / "a-pipe")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(os.fspath(folder / "a-socket"))
    (hand_in(folder, "linked-kata", right).parent / "hello").rename(folder / "linked-kata" / "elsewhere")
    (folder / "linked-kata" / "hello").symlink_to(folder / "anna" / "hello")
    with (hand_in(folder, "huge", right) / "video.bin").open("wb") as file:
        file.truncate(60 * 1024**3)
    many = hand_in(folder, "many", right)
    for number in range(2001):
        (many / f"{number}.txt").touch()
    hand_in(folder, "odd \x1b[31m\u202ename\n::error::x", right)
    hand_in(folder, os.fsdecode(b"latin-\xe9/inner"), right)
    return folder


@pytest.fixture(scope="module")
def listing(handed_in):
    return _listing(handed_in)


@pytest.fixture(scope="module")
def result(handed_in, listing, grade):
    return grade("--each", ".", "--kata", "hello", "--store", handed_in.parent / "store", cwd=handed_in)


@pytest.fixture(scope="module")
def again(handed_in, result, grade):
    words = ("--each", ".", "--kata", "hello", "--store", handed_in.parent / "store", "--json")
    return json.loads(grade(*words, cwd=handed_in).stdout)


@pytest.fixture(scope="module")
def by_student(again):
    return {grade["student"]: grade for grade in again["grades"]}


def _listing(folder):
    command = ["find", ".", "-printf", "%p %y %s %m %T@ %l\\0"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout


def test_the_marks_are_those_of_the_programs(by_student):
    assert by_student["anna"]["standing"] == "passed"
    assert by_student["ben"]["standing"] == "failed"
    assert [by_student[name]["points"] for name in ("anna", "ben", "linker")] == [9, 8, 9]
    assert by_student["wrapped"]["standing"] == "passed"
    assert by_student["in-my-katas"]["standing"] == "passed"


@pytest.mark.parametrize(
    ("student", "said"),
    [
        ("empty", "the folder is empty"),
        ("misnamed", "Is helo meant to be hello? Rename it."),
        ("no-program", "there is no program to start for hello: no app.py and no app.js"),
        ("archive.zip", "it is an archive. Unpack it"),
        ("a-link", "it is a symbolic link"),
        ("a-pipe", "it is a pipe"),
        ("a-socket", "it is a socket"),
        ("linked-kata", "it is a symbolic link"),
        ("huge", "it holds more than 50 MB (video.bin)"),
        ("many", "it holds more than 2000 files"),
    ],
)
def test_what_cannot_be_graded_gets_a_line_and_no_mark(by_student, student, said):
    grade = by_student[student]

    assert said in grade["reason"]
    assert (grade["standing"], grade["points"]) == ("invalid", 0)
    assert grade["look"]


def test_who_ends_the_process_above_it_passes_nothing(by_student):
    killer = by_student["killer"]

    # In a cell that is its own end; without one it ends its worker, and after a second time it is set aside.
    assert killer["standing"] == "failed" or "set aside" in killer["reason"]
    assert killer["before"]


def test_who_was_late_gets_a_second_run_alone_and_the_report_says_so(handed_in, by_student):
    report = json.loads((handed_in.parent / "store/reports" / f"{by_student['slow']['key']}.json").read_text())

    assert (by_student["slow"]["standing"], by_student["slow"]["attempts"]) == ("passed", 2)
    assert any("its second run, alone" in remark for remark in report["remarks"])


def test_the_marks_are_left_as_a_table_for_a_spreadsheet(handed_in, again):
    rows = (handed_in.parent / "store/marks.csv").read_text().splitlines()

    assert len(rows) == len(again["grades"]) + 1
    assert next(row for row in rows if row.startswith("anna,")).startswith("anna,hello,9,9,passed,")
    assert next(row for row in rows if row.startswith("huge,")).startswith("huge,hello,,0,refused,")


def test_odd_names_are_shown_escaped(result, by_student):
    assert "\x1b" not in result.stdout + result.stderr
    assert "\u202e" not in result.stdout
    assert not any(line.lstrip().startswith("::") for line in (result.stdout + result.stderr).splitlines())
    assert by_student["odd \\x1b[31m\\u202ename\\n::error::x"]["standing"] == "passed"
    assert by_student["latin-\\xe9"]["standing"] == "passed"


def test_the_table_begins_with_the_isolation_and_those_who_need_a_human(result, by_student):
    lines = result.stdout.splitlines()

    assert lines[0] in ("isolation: full", "isolation: none") or lines[0].startswith("isolation: reduced (")
    assert lines[1] == "A person should look at these:"
    looked_at = lines[2 : lines.index("")]
    assert len(looked_at) == sum(bool(grade["look"]) for grade in by_student.values()) > 9
    assert not any("anna" in line or "ben" in line for line in looked_at)


def test_it_says_what_was_left_alone_and_whether_something_broke(result, by_student):
    broke = any(grade["standing"] == "errored" for grade in by_student.values())

    assert "roster.csv" in result.stderr
    assert result.returncode == (5 if broke else 0)


def test_nothing_that_was_graded_is_graded_again(again, by_student):
    before = {name for name, grade in by_student.items() if grade["before"]}

    assert before == {name for name, grade in by_student.items() if grade["standing"] != "invalid"}


def test_what_was_handed_in_is_as_it_was(handed_in, listing, again):
    assert _listing(handed_in) == listing


def test_the_report_holds_the_digest_of_what_was_copied(handed_in, by_student, root):
    grade = by_student["anna"]
    report = json.loads((handed_in.parent / "store/reports" / f"{grade['key']}.json").read_text())

    assert len(report["submission_digest"]) == 64
    assert report["submission_digest"] == grade["digest"] == by_student["wrapped"]["digest"]
    assert report["submission"] == "anna"
    assert report["folder"] == str(handed_in / "anna" / "hello")
