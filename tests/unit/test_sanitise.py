"""Learner text made harmless."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runner.sanitise import (
    ascii_code,
    ascii_json,
    ascii_only,
    ci_log,
    columns,
    readable_ascii,
    single_line,
    terminal_text,
)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x1b]8;;http://evil\x07link", r"\x1b]8;;http://evil\x07link"),
        ("passed\rfailed", r"passed\rfailed"),
        ("abc\u202ecba", r"abc\u202ecba"),
        ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
        ("line\u2028end\x85", r"line\u2028end\x85"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("no\u00a0break", r"no\xa0break"),
        ("hangul\u3164filler", r"hangul\u3164filler"),
        (b"\xff\xfe ok", r"\xff\xfe ok"),
        (b"\x9b31m", r"\x9b31m"),
        ("\udcff", r"\xff"),
        ("\ud800", r"\ud800"),
        ("nul\0", r"nul\0"),
        ("del\x7f", r"del\x7f"),
    ],
)
def test_what_could_hide_or_move_is_shown_as_an_escape(hostile: str | bytes, shown: str) -> None:
    assert terminal_text(hostile) == shown


@pytest.mark.parametrize("plain", ["Héllo", "Grüße 東京 🎉", "e\u0301", "שלום", "a\tb\nc", "❤\ufe0f"])
def test_honest_text_stays_as_it_is(plain: str) -> None:
    assert terminal_text(plain) == plain


def test_a_pile_of_combining_marks_is_cut_down() -> None:
    assert terminal_text("z" + "\u0301" * 5) == "z" + "\u0301" * 3 + r"\u0301\u0301"


def test_a_single_line_shows_its_line_ends() -> None:
    assert single_line("a\r\n\tb") == r"a\r\n\tb"


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("::set-output name=x::1", ": :set-output name=x::1"),
        (" \t::add-mask::x", " \t: :add-mask::x"),
        ("ok\n::stop-commands::t", "ok\n: :stop-commands::t"),
        ("text ##[error]no", "text # #[error]no"),
        ("###[group]", "## #[group]"),
        ("##vso[task.complete]", "# #vso[task.complete]"),
        ("\u00a0::warning::", r"\xa0::warning::"),
        ("std::vector ## heading", "std::vector ## heading"),
    ],
)
def test_no_line_is_taken_for_a_command_of_a_ci_runner(hostile: str, shown: str) -> None:
    assert ci_log(hostile) == shown


@given(st.text() | st.binary())
def test_nothing_unprintable_is_left(text: str | bytes) -> None:
    shown = terminal_text(text).translate({10: None, 9: None})
    assert all(character.isprintable() for character in shown)
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in shown)


@given(st.text() | st.binary())
def test_a_single_line_is_one_line(text: str | bytes) -> None:
    assert len(single_line(text).splitlines()) <= 1


@given(st.text(alphabet=": \t\n#[vso", max_size=40))
def test_a_ci_log_never_holds_a_command(text: str) -> None:
    shown = ci_log(text)
    assert "##[" not in shown
    assert not any(line.lstrip().startswith("::") for line in shown.splitlines())


def test_making_text_harmless_twice_changes_nothing() -> None:
    once = ci_log("\x1b::x\n :::y\n####[z")
    assert ci_log(once) == once


def test_a_terminal_without_utf8_gets_ascii() -> None:
    assert ascii_only("Héllo ✓ 🎉") == r"H\xe9llo \u2713 \U0001f389"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoë, Łódź, Straße, e\u0301", "Zoe, Lodz, Strasse, e"),
        ("“10² ≤ x” → …", '"10^2 <= x" -> ...'),
        ("├── a\n└── b", "+-- a\n+-- b"),
        ("东🎉", "<U+4E1C><U+1F389>"),
    ],
)
def test_prose_in_ascii_can_be_read(text: str, shown: str) -> None:
    assert readable_ascii(text) == shown


def test_code_in_ascii_names_letters_and_draws_signs() -> None:
    assert ascii_code('{"name": "Zoë"} → ok') == '{"name": "Zo<U+00EB>"} -> ok'


def test_json_in_ascii_means_the_same() -> None:
    assert json.loads(ascii_json('{"a": "Zoë 🎉"}')) == {"a": "Zoë 🎉"}
    assert ascii_json('{"a": "Zoë 🎉"}').isascii()


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("é", 1), ("e\u0301", 1), ("東京", 4), ("🎉", 2)])
def test_columns_count_what_a_terminal_shows(text: str, width: int) -> None:
    assert columns(text) == width


def test_naughty_json_survives_as_text() -> None:
    assert json.loads(json.dumps(terminal_text("\x00\u202e\ud800"))) == r"\0\u202e\ud800"
