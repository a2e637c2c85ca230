import shutil
from dataclasses import replace

import pytest

from runner.authoring.record import Fault, Record
from runner.authoring.repeats import held_before, is_repeated, kept_repeats
from runner.authoring.repeats import keep_repeats as keep_beside
from runner.authoring.verify import Plan
from runner.catalog import load_syllabus


@pytest.fixture
def kata(root, tmp_path):
    shutil.copytree(root / "tests/packs/tiny", tmp_path / "pack", ignore=shutil.ignore_patterns("__pycache__"))
    return load_syllabus(tmp_path / "pack").katas[0]


def keep_repeats(kata, made, *, under_load):
    keep_beside(kata, made, held_before(kata), under_load=under_load)


def record(repeat, faults=(), flakes=()):
    one = (1, 1)
    return Record("hello", 5, one, one, one, one, (0, 0), repeat, 4 * repeat, flakes, 1.0, faults)


def test_repeats_are_kept_and_read_again(kata):
    keep_repeats(kata, record(5), under_load=True)

    kept = kept_repeats(kata)
    assert (kept.repeats, kept.runs, kept.under_load, str(kept)) == (5, 20, 5, "5, 5 under load")
    assert is_repeated(kata)


@pytest.mark.parametrize(
    "changed",
    ["katas/hello/suite/test_words.py", "katas/hello/wrong/forgets/app.py", "solutions/hello/python/app.py"],
)
def test_a_changed_kata_is_to_be_repeated_again(kata, changed):
    keep_repeats(kata, record(5), under_load=False)
    file = kata.folder.parent.parent / changed
    file.write_text(file.read_text() + "\n# changed\n")

    assert not is_repeated(kata)


@pytest.mark.parametrize(
    ("was", "now"), [("request: GET /hello", "request: GET /hallo"), ("depends_on: [says-hello]", "depends_on: []")]
)
def test_a_suite_that_asks_something_else_is_to_be_repeated_again(kata, was, now):
    keep_repeats(kata, record(5), under_load=False)
    kata.checks_file.write_text(kata.checks_file.read_text().replace(was, now, 1))

    assert not is_repeated(kata)


def test_the_words_of_a_check_and_its_points_do_not_count(kata):
    keep_repeats(kata, record(5), under_load=False)
    file = kata.checks_file
    file.write_text(
        "# Read once more.\n" + file.read_text().replace("points: 2", "points: 1").replace("why: ", "why: Oh. ")
    )

    assert is_repeated(kata)


def test_words_for_people_do_not_count(kata):
    keep_repeats(kata, record(5), under_load=False)
    (kata.folder / "README.md").write_text("# Another title\n")

    assert is_repeated(kata)


def test_what_is_said_about_a_planted_mistake_does_not_count_but_what_catches_it_does(kata):
    keep_repeats(kata, record(5), under_load=False)
    file = kata.folder / "wrong/forgets/wrong.yaml"
    file.write_text(file.read_text().replace("hint: What is different", "hint: Say what is different"))
    assert is_repeated(kata)

    file.write_text(file.read_text().replace("[remembers]", "[remembers, refuses-other-paths]"))
    assert not is_repeated(kata)


def test_a_mistake_that_is_half_saved_after_the_runs_is_a_change(kata):
    before = held_before(kata)
    (kata.folder / "wrong/forgets/wrong.yaml").write_text("format: 1\nbase: pyt")

    keep_beside(kata, record(5), before, under_load=False)

    assert kept_repeats(kata) is None


def test_a_proof_of_something_else_gives_way(kata):
    keep_repeats(kata, record(50), under_load=True)
    file = kata.suite_folder / "test_words.py"
    file.write_text(file.read_text() + "# changed\n")
    keep_repeats(kata, record(3), under_load=False)

    assert kept_repeats(kata).repeats == 3


def test_repeats_with_other_seeds_add_up(kata):
    keep_repeats(kata, record(5), under_load=True)
    keep_repeats(kata, record(4), under_load=False)
    keep_repeats(kata, record(3), under_load=True)

    kept = kept_repeats(kata)
    assert (kept.repeats, kept.under_load, kept.runs, str(kept)) == (10, 7, 48, "10, 7 under load")
    assert held_before(kata).repeats == 10


def test_a_hint_that_is_not_drawn_is_no_flake(kata):
    keep_repeats(kata, record(5), under_load=True)
    keep_repeats(kata, replace(record(2), hint_faults=("wrong a draws none",)), under_load=True)

    assert kept_repeats(kata).repeats == 6


def test_a_flake_takes_back_what_was_on_record(kata):
    keep_repeats(kata, record(5), under_load=True)
    keep_repeats(kata, record(2, (Fault("solution flask", 7, "it flakes"),), ("solution flask",)), under_load=True)

    assert kept_repeats(kata) is None


def test_each_repeat_has_a_seed_of_its_own(kata):
    assert Plan(3).seeds(kata) == (1, 2, 3)
    assert Plan(3, held={"hello": 8}).seeds(kata) == (1, 9, 10)
    assert Plan(3, held={"hello": 8}, once=frozenset({"hello"})).seeds(kata) == (1,)


def test_what_changed_while_it_ran_is_not_kept(kata):
    before = held_before(kata)
    file = kata.suite_folder / "test_words.py"
    file.write_text(file.read_text() + "# changed\n")
    keep_beside(kata, record(5), before, under_load=True)

    assert kept_repeats(kata) is None


def test_repeats_without_a_language_are_not_added_to_those_with_it(kata):
    keep_repeats(kata, record(5), under_load=True)
    keep_repeats(kata, replace(record(7), left_out=("solution go: no go here",)), under_load=True)

    assert (kept_repeats(kata).repeats, kept_repeats(kata).without) == (7, ("solution go",))


def test_the_better_proof_stays(kata):
    keep_repeats(kata, record(50), under_load=True)
    keep_repeats(kata, replace(record(3), left_out=("solution go: no go here",)), under_load=False)

    assert kept_repeats(kata).repeats == 50


@pytest.mark.parametrize("made", [record(1), record(5, (Fault("solution flask", 3, "it flakes"),))])
def test_one_run_or_a_broken_one_is_no_proof(kata, made):
    keep_repeats(kata, made, under_load=False)

    assert kept_repeats(kata) is None


@pytest.mark.parametrize("text", ["", "[]", '{"format": 2}', '{"format": 1, "repeats": 5}'])
def test_what_cannot_be_read_is_no_record(kata, text):
    (kata.folder / "repeats.json").write_text(text)

    assert not is_repeated(kata)
