"""The syllabus with its state, and what the history adds up to."""

from pathlib import Path

import pytest

from runner.model import Kata, KataProgress, Practice, Progress, Stage, Syllabus
from runner.reporters.terminal import Style, render_list, render_progress
from runner.sanitise import columns


def kata(slug, title):
    return Kata(slug, title, "s", "", (), (), (), Path(), Path())


SYLLABUS = Syllabus(
    (
        Stage("wire", "The wire", ("tcp-lines", "http-hello")),
        Stage("apis", "APIs", ("todo-api", "validate-order", "own-data-only")),
    ),
    (
        kata("tcp-lines", "Speak in lines"),
        kata("http-hello", "Answer a request by hand"),
        kata("todo-api", "Keep a list of todos, with a title that goes on and on and on and on and on"),
        kata("validate-order", "Überprüfe eine Bestellung \x1b[2J"),
        kata("own-data-only", "Everybody sees their own data"),
    ),
)
PROGRESS = Progress(
    (
        KataProgress("tcp-lines", True, 5, 5, 3, 1, first_at="2026-11-01T", passed_at="2026-11-02T08:00:00Z"),
        KataProgress("http-hello", skipped=True, solution_seen=True, first_at="2026-11-02T"),
        KataProgress("todo-api", best_points=4, possible=12, attempts=1, first_at="2026-11-03T"),
        KataProgress("validate-order", first_at="2026-11-03T"),
    )
)
PRACTICE = Practice(attempts=4, days=3, streak=3, seconds=3725.0)
STYLES = {"plain": Style(), "ascii": Style(ascii=True), "narrow": Style(width=50)}


@pytest.mark.parametrize("style", STYLES)
def test_the_list_looks_as_it_was_recorded(style, golden):
    golden(f"list.{style}.txt", render_list(SYLLABUS, PROGRESS, "todo-api", STYLES[style]) + "\n")


@pytest.mark.parametrize("style", STYLES)
def test_the_progress_looks_as_it_was_recorded(style, golden):
    golden(f"progress.{style}.txt", render_progress(SYLLABUS, PROGRESS, PRACTICE, STYLES[style]) + "\n")


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_line_is_wider_than_the_terminal(width):
    style = Style(width=width)
    text = render_list(SYLLABUS, PROGRESS, "", style) + "\n" + render_progress(SYLLABUS, PROGRESS, PRACTICE, style)
    assert max(map(columns, text.splitlines())) <= width


def test_a_newcomer_sees_a_list_without_states(golden):
    golden("list.new.txt", render_list(SYLLABUS, Progress(), "", Style()) + "\n")


def test_nobody_is_nagged_about_a_streak():
    assert "row" not in render_progress(SYLLABUS, Progress(), Practice(), Style())


def test_a_stage_that_is_whole_is_celebrated():
    passed = Progress(tuple(KataProgress(slug, passed=True, first_at="2026") for slug in ("tcp-lines", "http-hello")))

    text = render_progress(SYLLABUS, passed, Practice(), Style())

    assert [line for line in text.splitlines() if "well done" in line] == [
        "✓ The wire ████████████ 2 of 2, the whole stage: well done!"
    ]


def test_an_empty_syllabus_is_no_trouble():
    empty = Syllabus((), ())
    assert "0 of 0 katas passed" in render_progress(empty, Progress(), Practice(), Style())
    assert "0 of 0 katas passed" in render_list(empty, Progress(), "", Style())


def test_ascii_is_ascii():
    style = Style(ascii=True)
    assert render_list(SYLLABUS, PROGRESS, "todo-api", style).isascii()
    assert render_progress(SYLLABUS, PROGRESS, PRACTICE, style).isascii()
