import shutil

import pytest

from runner.authoring.mutant_scores import (
    Score,
    keep_score,
    kept_score,
    score_digest,
    shown_score,
    stale_score,
)
from runner.authoring.mutants import Mutant
from runner.authoring.mutating import Escape, Hunt
from runner.authoring.proven import suite_digest
from runner.catalog import load_syllabus
from runner.planted import Equivalent


@pytest.fixture
def kata(root, tmp_path):
    shutil.copytree(root / "tests/packs/tiny", tmp_path / "pack", ignore=shutil.ignore_patterns("__pycache__"))
    return load_syllabus(tmp_path / "pack").katas[0]


def stale(kata):
    return list(stale_score(kata, suite_digest(kata)))


def hunt(kata, made=20, equivalent=0, escaped=0, unused=()):
    mutant = Mutant(1, "was", "now", "text")
    escapes = (Escape(mutant, "diff"),) * escaped
    return Hunt(kata, "python", made, (mutant,) * equivalent, escapes, unused, (), "2026-01-02", 1.0)


def test_a_score_is_kept_and_read_again(kata):
    keep_score(kata, hunt(kata, escaped=1).score())

    assert kept_score(kata) == hunt(kata, escaped=1).score()
    assert shown_score(kata) == "19/20"
    assert not stale(kata)


@pytest.mark.parametrize("changed", ["katas/hello/suite/test_words.py", "solutions/hello/python/app.py"])
def test_a_score_is_stale_when_suite_or_solution_changed(kata, changed):
    keep_score(kata, hunt(kata).score())
    file = kata.folder.parent.parent / changed
    file.write_text(file.read_text() + "\n# changed\n")

    assert shown_score(kata) == "stale"
    assert [mistake.fix for mistake in stale(kata)] == ["Run them again: kata verify hello --mutants"]


def test_a_file_that_is_no_score_is_stale(kata):
    (kata.folder / "mutants.json").write_text('{"format": 1, "track": 3}')

    assert (kept_score(kata), len(stale(kata))) == (None, 1)


def test_no_score_is_no_mistake(kata):
    assert (shown_score(kata), stale(kata)) == ("-", [])


def test_what_falls_short_is_said(kata):
    assert list(hunt(kata, escaped=1).shortfalls()) == []
    assert "18 of 20" in next(hunt(kata, escaped=2).shortfalls())
    assert "3 of 20 mutants are declared equivalent" in next(hunt(kata, equivalent=3).shortfalls())
    assert "no mutant is so: a -> b" in next(hunt(kata, unused=(Equivalent("a", "b", "why"),)).shortfalls())


def test_equivalent_ones_do_not_count(kata):
    score = hunt(kata, equivalent=2, escaped=1).score()

    assert (score.possible, score.caught, str(score)) == (18, 17, "17/18")
    assert isinstance(score, Score)
    assert score.digest == score_digest(kata)
