"""Killed, interrupted, without room, two at once: no grade is lost and none is made twice."""

import json
import signal

import pytest

WORDS = ("--each", "class", "--store", "store", "--jobs", "2")
STUDENTS = 6


@pytest.fixture
def handed_in(tmp_path, hand_in, right, wrong):
    for number in range(STUDENTS):
        hand_in(tmp_path / "class", f"student-{number}", wrong if number % 4 == 1 else right)
    return tmp_path


def points(grades):
    return {grade["student"]: grade["points"] or grade for grade in grades}


RIGHT_POINTS = {f"student-{number}": 8 if number % 4 == 1 else 9 for number in range(STUDENTS)}


@pytest.fixture
def killed(handed_in, grading, wait_for):
    """Start a grading, and kill it as soon as so many are graded; return its store."""

    def kill(finished):
        process = grading(*WORDS, cwd=handed_in, **_own(handed_in))
        wait_for(lambda: _lines(handed_in / "store") >= finished)
        process.kill()
        process.communicate()
        return handed_in / "store"

    return kill


def test_killed_at_any_point_it_goes_on_and_grades_nothing_twice(handed_in, killed, grade, grades_in):
    store = [killed(finished) for finished in (0, 1, 3, 5)][-1]

    last = grade(*WORDS, "--json", cwd=handed_in, **_own(handed_in))

    assert points(json.loads(last.stdout)["grades"]) == RIGHT_POINTS
    assert sorted(one["student"] for one in grades_in(store)) == sorted(RIGHT_POINTS)


def test_a_killed_grader_leaves_no_process_for_long_and_no_copy(handed_in, killed, grade, living, wait_for):
    # Between two runs there is none to leave behind: then the next grader is killed.
    for finished in range(1, STUDENTS):
        store = killed(finished)
        if runs := _runs(handed_in):
            break
    assert runs
    # A cell that was only just being made may outlive its grader: whoever grades next ends it.
    grade(*WORDS, cwd=handed_in, **_own(handed_in))
    wait_for(lambda: not living(runs))

    assert not list((store / "claims").iterdir())
    assert not list(handed_in.glob("kata-grade-*"))


def _own(folder):
    """Return an environment whose runs and copies are those of one test alone."""
    return {"XDG_CACHE_HOME": str(folder / "cache"), "TMPDIR": str(folder)}


def _runs(folder):
    """Return the runs that are on record: those that last, and those whose grader was killed."""
    return [path.stem for path in (folder / "cache/backend-kata/running").glob("*.json")]


def _lines(store):
    kept = store / "grades.jsonl"
    return len(kept.read_bytes().splitlines()) if kept.exists() else 0


def test_two_graders_share_a_class(handed_in, grading, grades_in):
    both = [grading(*WORDS, "--json", cwd=handed_in) for _ in range(2)]
    told = [process.communicate(timeout=100) for process in both]

    assert [points(json.loads(out)["grades"]) for out, _ in told] == [RIGHT_POINTS, RIGHT_POINTS]
    assert sorted(one["student"] for one in grades_in(handed_in / "store")) == sorted(RIGHT_POINTS)
    assert all(any(one["before"] for one in json.loads(out)["grades"]) for out, _ in told)


def test_interrupted_it_leaves_nothing_running_and_says_how_to_go_on(handed_in, grading, wait_for, living):
    process = grading(*WORDS, cwd=handed_in, **_own(handed_in))
    wait_for(lambda: _lines(handed_in / "store") >= 2 and _runs(handed_in))
    runs = _runs(handed_in)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)

    assert process.returncode == 130
    assert f"of {STUDENTS} graded; the same command goes on from there" in told
    assert _runs(handed_in) == []
    assert living(runs) == []


def test_a_damaged_store_costs_what_is_damaged_and_says_so(handed_in, grade, grades_in):
    store = handed_in / "store"
    first = json.loads(grade(*WORDS, "--json", cwd=handed_in).stdout)["grades"]
    lines = (store / "grades.jsonl").read_bytes().splitlines(keepends=True)
    (store / "grades.jsonl").write_bytes(b"".join([lines[0][:40] + b"\n", b"\xff\n", *lines[1:-1], lines[-1][:-20]]))
    whole = json.loads(lines[1])["grade"]
    (store / "reports" / f"{whole['key']}.json").write_text('{"schema": "kata/result/v1"}')

    result = grade(*WORDS, "--json", cwd=handed_in)

    again = json.loads(result.stdout)["grades"]
    assert points(again) == points(first) == RIGHT_POINTS
    assert sum(not one["before"] for one in again) == 3
    assert "2 lines of store cannot be read" in result.stderr


def test_only_what_changed_is_graded_again(handed_in, grade, right):
    def made_anew(*words):
        grades = json.loads(grade(*WORDS, *words, "--json", cwd=handed_in).stdout)["grades"]
        return {one["student"] for one in grades if not one["before"]}

    assert made_anew() == set(RIGHT_POINTS)
    changed = handed_in / "class/student-1/hello/app.py"
    changed.write_text(right)
    (handed_in / "class/student-2/hello/app.py").chmod(0o755)

    assert made_anew() == {"student-1", "student-2"}
    assert made_anew("--seed", "7") == set(RIGHT_POINTS)
    assert made_anew("--seed", "7") == set()
    assert made_anew("--seed", "7", "--regrade") == set(RIGHT_POINTS)


def test_without_room_it_stops_with_a_clear_line_and_keeps_what_it_has(handed_in, grade, grades_in):
    whole = grade("class/student-0", *WORDS[2:], "--json", cwd=handed_in)
    kept = (handed_in / "store/grades.jsonl").read_bytes()
    largest = len(kept) + 100  # bytes that any file may hold: as on a disk that is all but full
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({largest}, {largest}))"
    (handed_in / "sitecustomize.py").write_text(limited)

    result = grade(*WORDS, cwd=handed_in, PYTHONPATH=str(handed_in))

    assert result.returncode == 5
    assert "cannot be" in result.stderr
    assert "then run the same command again" in result.stderr or "then grade again" in result.stderr
    assert "Traceback" not in result.stderr
    assert (handed_in / "store/grades.jsonl").read_bytes().startswith(kept)
    assert points(json.loads(whole.stdout)["grades"]) == {"student-0": 9}


@pytest.mark.parametrize("named", [True, False])
def test_a_store_that_cannot_be_written_is_said(handed_in, kata, grade, named):
    (handed_in / "file").write_text("")
    if named:
        result = grade("class/student-0", "--store", "file", cwd=handed_in)
        assert result.returncode == 5
        assert "the grades cannot be kept" in result.stderr
    else:
        result = grade("class/student-0", cwd=handed_in, XDG_STATE_HOME=str(handed_in / "file"))
        assert result.returncode == 0
        assert "9 of 9" in result.stdout
        assert "They are shown, and forgotten" in result.stderr
