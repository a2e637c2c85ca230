"""The history file and what it adds up to."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runner.errors import WorkspaceError
from runner.model import Attempt, Kata, Stage, Status, Syllabus
from runner.progress import (
    append,
    load_history,
    next_kata,
    practice_of,
    progress_of,
    read_history,
)

WHOLE = {"id": "a1", "kata": "todo-api", "at": "2026-11-01T10:00:00Z", "status": "passed", "points": 3, "possible": 3}


def attempt(kata="todo-api", at="2026-11-01T10:00:00Z", **changes):
    return Attempt(kata, at, **changes)


def line(**changes):
    return json.dumps({**WHOLE, **changes})


def history(tmp_path, *lines):
    path = tmp_path / "history.jsonl"
    path.write_bytes(b"\n".join(part.encode() if isinstance(part, str) else part for part in lines) + b"\n")
    return path


def kata(slug, *requires):
    return Kata(slug, slug, "s", "", requires, (), (), Path(), Path())


def syllabus(*katas):
    return Syllabus((Stage("s", "S", tuple(one.slug for one in katas)),), katas)


FOUR = syllabus(kata("a"), kata("b", "a"), kata("c", "a"), kata("d", "b", "c"))


def passed(*slugs):
    return progress_of([attempt(slug, status=Status.PASSED) for slug in slugs])


# Writing and reading


def test_an_attempt_is_there_again(tmp_path):
    path = tmp_path / ".kata" / "history.jsonl"
    told = append(path, attempt(points=2, possible=3, track="flask", seconds=1.5, digest="d"))
    assert read_history(path) == (told,)


def test_an_attempt_gets_an_id_and_a_time_of_its_own(tmp_path):
    first, second = (append(tmp_path / "h", Attempt("a", "")) for _ in range(2))
    assert first.id != second.id
    assert len(first.at) == len("2026-11-01T10:00:00.000Z")


def test_attempts_are_appended_and_come_oldest_first(tmp_path):
    append(tmp_path / "h", attempt(at="2026-11-02T00:00:00Z", id="late"))
    append(tmp_path / "h", attempt(at="2026-11-01T23:00:00Z", id="early"))
    append(tmp_path / "h", attempt(at="2026-11-02T01:30:00+02:00", id="between"))
    assert [one.id for one in read_history(tmp_path / "h")] == ["early", "between", "late"]


def test_a_torn_last_line_does_not_swallow_the_next_one(tmp_path):
    path = history(tmp_path, line())
    with path.open("ab") as file:
        file.write(line(id="torn").encode()[:20])
    append(path, attempt(id="next"))
    assert {one.id for one in read_history(path)} == {"a1", "next"}
    assert load_history(path).ignored == 1


def test_no_file_is_no_attempts(tmp_path):
    assert read_history(tmp_path / "nowhere" / "h") == ()


def test_doubles_of_a_merge_count_once(tmp_path):
    path = history(tmp_path, line(), line(id="b2"), line())
    assert len(read_history(path)) == 2


def test_lines_without_an_id_are_told_apart_by_what_they_say(tmp_path):
    path = history(tmp_path, line(id=""), line(id="", points=2), line(id=""))
    assert len(read_history(path)) == 2


@pytest.mark.parametrize(
    "broken",
    [
        "<<<<<<< HEAD",
        "=======",
        ">>>>>>> other",
        "{",
        "null",
        "[]",
        "7",
        '"text"',
        "[" * 50_000,
        b"\xff\xfe\x00",
        line(event="from the future"),
        line(event=["test"]),
        line(status="maybe"),
        line(status=["passed"]),
        line(kata=""),
        line(kata=7),
        line(at="yesterday"),
        line(at=""),
        line(points=-1),
        line(points="3"),
        line(points=True),
        line(points=1.5),
        line(seconds=None),
        '{"id":"x","kata":"a","at":"2026-11-01T10:00:00Z","seconds":1e999}',
        '{"id":"x","kata":"a","at":"2026-11-01T10:00:00Z","seconds":NaN}',
        "9" * 5000,
        "x" * 200_000,
    ],
    ids=lambda broken: str(broken)[:30],
)
def test_what_cannot_be_read_is_left_out_and_counted(tmp_path, broken):
    found = load_history(history(tmp_path, line(), broken, line(id="b2")))
    assert [one.id for one in found.attempts] == ["a1", "b2"]
    assert found.ignored >= 1


def test_fields_of_a_newer_release_are_ignored(tmp_path):
    (found,) = read_history(history(tmp_path, line(mood="good", deep={"a": [1]})))
    assert found.points == 3


def test_lines_that_ran_together_are_all_read(tmp_path):
    path = history(tmp_path, line() + line(id="b2"), line(id="c3")[:30] + line(id="d4"))
    assert {one.id for one in read_history(path)} == {"a1", "b2", "d4"}


def test_lines_with_windows_ends_are_read(tmp_path):
    assert len(read_history(history(tmp_path, line() + "\r", line(id="b2") + "\r"))) == 2


@given(st.lists(st.binary(max_size=200)))
def test_no_content_at_all_is_an_error(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("any") / "history.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n" + line().encode() + b"\n")
    assert "a1" in {one.id for one in read_history(path)}


@pytest.mark.parametrize("act", [lambda path: append(path, attempt()), read_history])
def test_a_folder_in_the_way_is_told(tmp_path, act):
    (tmp_path / "h").mkdir()
    with pytest.raises(WorkspaceError) as caught:
        act(tmp_path / "h")
    assert caught.value.where == str(tmp_path / "h")
    assert caught.value.fix


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    (tmp_path / ".kata").write_text("mine")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        append(tmp_path / ".kata" / "h", attempt())
    with pytest.raises(WorkspaceError, match="something else is in its place") as caught:
        read_history(tmp_path / ".kata" / "h")
    assert caught.value.where == str(tmp_path / ".kata")


def test_a_full_disk_is_told():
    with pytest.raises(WorkspaceError, match="no space left"):
        append(Path("/dev/full"), attempt())


# Adding up


def test_the_best_result_stays_after_a_worse_one():
    good = attempt(status=Status.PASSED, points=3, possible=3)
    known = progress_of([good, replace(good, status=Status.FAILED, points=1)]).of("todo-api")
    assert (known.passed, known.best_points, known.possible, known.attempts) == (True, 3, 3, 2)


def test_only_tests_are_attempts():
    events = [attempt(event=event) for event in ("open", "hint", "hint", "solution", "reset", "test")]
    known = progress_of(events).of("todo-api")
    assert (known.attempts, known.hints_shown, known.solution_seen) == (1, 2, True)


def test_the_first_pass_is_dated():
    moments = [("2026-11-01T10:00:00Z", Status.FAILED), ("2026-11-02T10:00:00Z", Status.PASSED)]
    moments.append(("2026-11-03T10:00:00Z", Status.PASSED))
    known = progress_of([attempt(at=at, status=status) for at, status in moments]).of("todo-api")
    assert (known.first_at[:10], known.passed_at[:10], known.last_at[:10]) == ("2026-11-01", "2026-11-02", "2026-11-03")


def test_a_solution_that_was_looked_at_is_no_pass():
    assert not progress_of([attempt(event="solution", status=Status.PASSED)]).of("todo-api").passed


# What comes next


@pytest.mark.parametrize(
    ("done", "comes"), [((), "a"), (("a",), "b"), (("a", "b"), "c"), (("a", "b", "c"), "d"), (("b",), "a")]
)
def test_the_first_kata_whose_prerequisites_are_passed_comes_next(done, comes):
    assert next_kata(FOUR, passed(*done)).slug == comes


def test_nothing_comes_after_the_last():
    assert next_kata(FOUR, passed("a", "b", "c", "d")) is None


def test_what_was_skipped_counts_as_passed():
    assert next_kata(FOUR, progress_of([attempt("a", event="skip")])).slug == "b"


def test_those_after_the_given_kata_go_first():
    assert next_kata(FOUR, passed("a"), after="b").slug == "c"


def test_the_search_goes_on_from_the_start():
    assert next_kata(FOUR, passed("a", "c"), after="d").slug == "b"


def test_a_prerequisite_that_is_not_in_the_syllabus_bars_nothing():
    assert next_kata(syllabus(kata("a", "elsewhere")), passed()).slug == "a"


def test_an_empty_syllabus_has_no_next_kata():
    assert next_kata(syllabus(), passed()) is None


@given(st.lists(st.sampled_from("abcd")))
def test_what_comes_next_is_never_done_nor_barred(done):
    comes = next_kata(FOUR, passed(*done))
    assert (comes is None) == (set(done) == set("abcd"))
    assert comes is None or (comes.slug not in done)


# Practice


def days(*dates):
    return [attempt(at=f"{date}T12:00:00Z") for date in dates]


@pytest.mark.parametrize(
    ("dates", "streak"),
    [
        ((), 0),
        (("2026-11-10",), 1),
        (("2026-11-09", "2026-11-10"), 2),
        (("2026-11-08", "2026-11-09"), 2),
        (("2026-11-07", "2026-11-08"), 0),
        (("2026-10-31", "2026-11-09", "2026-11-10", "2026-11-10"), 2),
    ],
)
def test_a_streak_is_days_in_a_row_up_to_today_or_yesterday(dates, streak):
    assert practice_of(days(*dates), "2026-11-10").streak == streak


def test_days_are_counted_where_the_learner_is():
    late = [attempt(at="2026-11-09T23:30:00Z")]
    assert practice_of(late, "2026-11-10", zone_seconds=3600).streak == 1
    assert practice_of(late, "2026-11-11", zone_seconds=0).streak == 0


def test_long_pauses_are_no_work():
    moments = ("2026-11-10T10:00:00Z", "2026-11-10T10:10:00Z", "2026-11-10T18:00:00Z", "2026-11-10T18:05:00Z")
    assert practice_of([attempt(at=at) for at in moments], "2026-11-10").seconds == 15 * 60
