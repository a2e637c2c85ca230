from dataclasses import replace
from pathlib import Path

import pytest

from runner.authoring.proven import folder_digest, proof_key, proven_before, remember
from runner.authoring.record import Fault, Record
from runner.model import Kata

PROVEN = Record("k", 3, (1, 1), (1, 1), (1, 1), (2, 2), (0, 0), 1, 4, (), 0.5, ())


@pytest.fixture
def kata(tmp_path):
    for place in ("katas/k/suite", "solutions/k/python"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "katas/k/suite/checks.yaml").write_text("format: 1\n")
    (tmp_path / "solutions/k/python/app.py").write_text("1\n")
    return Kata("k", "K", "s", "t", (), (), (), tmp_path / "katas/k", tmp_path / "solutions/k")


def test_an_unchanged_kata_is_proven_before(kata, tmp_path):
    remember(tmp_path, kata, proof_key(kata, 1), PROVEN)

    assert proven_before(tmp_path, kata, proof_key(kata, 1)) == replace(PROVEN, before=True)


@pytest.mark.parametrize("changed", ["katas/k/suite/checks.yaml", "solutions/k/python/app.py", "katas/k/new.txt"])
def test_a_changed_file_asks_for_a_new_proof(kata, tmp_path, changed):
    remember(tmp_path, kata, proof_key(kata, 1), PROVEN)
    (tmp_path / changed).write_text("changed\n")

    assert proven_before(tmp_path, kata, proof_key(kata, 1)) is None


def test_other_conditions_ask_for_a_new_proof(kata):
    assert len({proof_key(kata, 1), proof_key(kata, 2), proof_key(kata, 1, "under load")}) == 3


def test_what_does_not_hold_is_never_remembered(kata, tmp_path):
    remember(tmp_path, kata, "key", replace(PROVEN, faults=(Fault("stub python", 1, "x"),)))

    assert proven_before(tmp_path, kata, "key") is None


def test_without_a_cache_nothing_is_known(kata):
    remember(None, kata, "key", PROVEN)

    assert proven_before(None, kata, "key") is None


def test_a_moved_file_changes_the_digest(kata):
    before = folder_digest(kata.folder)
    (kata.folder / "suite/checks.yaml").rename(kata.folder / "checks.yaml")

    assert folder_digest(kata.folder) != before


def test_notes_and_leftovers_do_not_count(kata):
    before = folder_digest(kata.folder)
    Path(kata.folder / "README.md").write_text("words")
    (kata.folder / "__pycache__").mkdir()
    (kata.folder / "__pycache__" / "x.pyc").write_text("")

    assert folder_digest(kata.folder) == before
