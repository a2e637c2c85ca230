"""Patterns of planted mistakes are recorded, found again, and known to be stale."""

import re
import shutil

import pytest

from runner.authoring import patterns
from runner.authoring.check import check_kata
from runner.authoring.proven import suite_digest
from runner.catalog import load_syllabus
from runner.hinting import Shape, Sight
from runner.tracks.registry import TRACKS

NOT_FOUND = Shape("mismatch", "status", "404 Not Found", "200 OK")
BROKEN = Shape("mismatch", "status", "404 Not Found", "500 Internal Server Error")
FIRST, SECOND = "compares-the-beginning", "not-found-with-status-200"


@pytest.fixture
def kata(root, tmp_path):
    for name in ("katas", "solutions"):
        shutil.copytree(root / name / "json-hello", tmp_path / name / "json-hello")
    (tmp_path / "katas.yaml").write_text(
        "format: 1\nstages:\n  - {id: wire, title: The wire, katas: [json-hello]}\n", "utf-8"
    )
    text = (tmp_path / "katas/json-hello/kata.yaml").read_text("utf-8")
    lines = ["requires: []" if line.startswith("requires:") else line for line in text.splitlines()]
    (tmp_path / "katas/json-hello/kata.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "katas/json-hello" / patterns.NAME).unlink(missing_ok=True)
    return load_syllabus(tmp_path).katas[0]


def seen(*shapes):
    return [Sight({"refuses-other-paths": shape}, frozenset(), "refuses-other-paths") for shape in shapes]


def test_what_is_recorded_is_recognised(kata):
    sights = {FIRST: seen(NOT_FOUND), SECOND: seen(BROKEN)}
    patterns.record(kata, sights)
    assert list(patterns.hint_faults(kata, sights)) == []
    assert patterns.sharing(kata, sights) == ()


def test_the_shapes_of_several_runs_are_all_known(kata):
    patterns.record(kata, {FIRST: seen(NOT_FOUND, BROKEN)})
    assert list(patterns.hint_faults(kata, {FIRST: seen(BROKEN)})) == []


def test_another_run_adds_to_what_is_on_record_of_the_same_suite(kata):
    patterns.record(kata, {FIRST: seen(NOT_FOUND), SECOND: seen(NOT_FOUND)})
    patterns.record(kata, {FIRST: seen(BROKEN)})
    assert list(patterns.hint_faults(kata, {FIRST: seen(NOT_FOUND, BROKEN), SECOND: seen(NOT_FOUND)})) == []


def test_what_is_on_record_of_another_suite_is_forgotten(kata):
    patterns.record(kata, {FIRST: seen(NOT_FOUND)})
    change(kata, "suite/checks.yaml", "status: 200", "status: 201")
    patterns.record(kata, {FIRST: seen(BROKEN)})
    assert patterns.recorded(kata)[1][0].shapes == {"refuses-other-paths": frozenset({BROKEN})}


def test_mistakes_that_look_alike_share_their_hints(kata):
    sights = {FIRST: seen(NOT_FOUND), SECOND: seen(NOT_FOUND)}
    patterns.record(kata, sights)
    assert patterns.sharing(kata, sights) == ((FIRST, SECOND),)
    assert list(patterns.hint_faults(kata, sights)) == []


def test_a_mistake_that_draws_the_hint_of_another_is_named(kata):
    patterns.record(kata, {FIRST: seen(NOT_FOUND), SECOND: seen(BROKEN)})
    (fault,) = patterns.hint_faults(kata, {FIRST: seen(BROKEN)})
    assert f"wrong {FIRST} draws that of {SECOND}" in fault


def test_a_mistake_that_draws_none_is_named(kata):
    patterns.record(kata, {FIRST: seen(NOT_FOUND)})
    (fault,) = patterns.hint_faults(kata, {FIRST: seen(BROKEN)})
    assert "draws none" in fault


def test_nothing_on_record_is_a_fault_where_mistakes_were_run(kata):
    (fault,) = patterns.hint_faults(kata, {FIRST: seen(BROKEN)})
    assert "kata verify json-hello --record" in fault
    assert list(patterns.hint_faults(kata, {})) == []


CHANGES = {
    "suite/checks.yaml": ("status: 200", "status: 201"),
    f"wrong/{FIRST}/wrong.yaml": ("hint: ", "hint: Oh. "),
}


def stale(kata):
    return list(patterns.stale_patterns(kata, suite_digest(kata)))


def change(kata, name, old, new):
    file = kata.folder / name
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(("name", "words"), CHANGES.items())
def test_a_record_is_stale_when_its_sources_change(kata, name, words):
    patterns.record(kata, {FIRST: seen(NOT_FOUND)})
    assert stale(kata) == []
    change(kata, name, *words)
    (mistake,) = stale(kata)
    assert mistake.fix == "kata verify json-hello --record"


def test_a_record_outlives_the_words_of_a_check(kata):
    patterns.record(kata, {FIRST: seen(NOT_FOUND)})
    change(kata, "suite/checks.yaml", "why: ", "why: Oh. ")
    assert stale(kata) == []


def test_a_suite_that_cannot_be_read_is_not_called_stale(kata):
    patterns.record(kata, {FIRST: seen(NOT_FOUND)})
    change(kata, "suite/checks.yaml", "checks:", "checks: 7")
    mistakes = check_kata(kata, frozenset(TRACKS))
    assert mistakes
    assert not any(mistake.file.endswith(patterns.NAME) for mistake in mistakes)


def test_a_new_kata_without_a_record_is_left_alone(kata):
    assert stale(kata) == []


def test_every_kata_of_ours_is_on_record(root):
    for kata in load_syllabus(root).katas:
        digest, kept = patterns.recorded(kata)
        assert {pattern.wrong for pattern in kept} == {path.name for path in (kata.folder / "wrong").iterdir()}
        assert digest == patterns.digest_of(kata, suite_digest(kata)), f"kata verify {kata.slug} --record"


def test_no_record_of_ours_holds_a_text_that_a_suite_keeps_hidden(root):
    kinds = {'"text"', '"text\\n"', '"#"', '"html"', '""'}
    for kata in load_syllabus(root).katas:
        shapes = {shape for pattern in patterns.recorded(kata)[1] for kept in pattern.shapes.values() for shape in kept}
        quoted = {text for shape in shapes for text in re.findall(r'"[^"]*"', f"{shape.expected} {shape.actual}")}
        assert quoted <= kinds, kata.slug
