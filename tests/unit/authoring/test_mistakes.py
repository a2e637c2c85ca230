from pathlib import Path

import pytest

from runner.authoring.mistakes import WIDEST_SOURCE, render_mistakes
from runner.errors import Mistake


def mistake(**changes):
    """Return a mistake, with what a test changes in it."""
    known = {
        "file": "/pack/katas/x/suite/checks.yaml",
        "line": 12,
        "column": 19,
        "message": "unknown key 'statuz'",
        "fix": "Did you mean 'status'?",
        "source": "        expect: {statuz: 500}",
    }
    return Mistake(**{**known, **changes})


def test_a_mistake_shows_place_source_caret_and_fix():
    assert render_mistakes([mistake(column=18)], base=Path("/pack")) == (
        "katas/x/suite/checks.yaml:12:18: error: unknown key 'statuz'\n"
        "    expect: {statuz: 500}\n"
        "             ^\n"
        "  Did you mean 'status'?"
    )


def test_mistakes_are_parted_by_a_blank_line():
    assert render_mistakes([mistake(source="", fix=""), mistake(source="", fix="", line=13)]).splitlines() == [
        "/pack/katas/x/suite/checks.yaml:12:19: error: unknown key 'statuz'",
        "",
        "/pack/katas/x/suite/checks.yaml:13:19: error: unknown key 'statuz'",
    ]


@pytest.mark.parametrize("column", [1, 40, 150, 299, 300, 4000])
def test_a_long_line_is_cut_around_the_caret(column):
    source = "".join(chr(ord("a") + at % 26) for at in range(300))
    lines = render_mistakes([mistake(source=source, column=column)]).splitlines()

    assert len(lines[1]) <= WIDEST_SOURCE + 10
    if column <= len(source):
        assert lines[1][lines[2].index("^")] == source[column - 1]


def test_the_caret_stands_right_below_wide_letters():
    lines = render_mistakes([mistake(source="名前: x", column=5)]).splitlines()

    assert lines[2] == " " * (4 + 6) + "^"


def test_nothing_in_a_file_can_move_the_cursor():
    text = render_mistakes([mistake(source="a: \x1b[31m\tb", message="\x1b]0;x\x07", fix="\r")])

    assert "\x1b" not in text
    assert "\r" not in text


def test_color_is_there_only_when_asked_for():
    assert "\x1b[31m" in render_mistakes([mistake()], color=True)
    assert "\x1b" not in render_mistakes([mistake()])


def test_at_most_five_lines_for_one_mistake():
    assert len(render_mistakes([mistake(message="x" * 9999, fix="y" * 9999)]).splitlines()) <= 5
