"""First differences, windowed and quick."""

from __future__ import annotations

import time

import pytest

from runner.exchanges.differences import differing_bytes, differing_texts, first_difference, named, quote_bytes


@pytest.mark.parametrize(
    ("one", "other", "index"),
    [("abc", "abd", 2), ("abc", "abc", 3), ("abc", "ab", 2), ("", "x", 0), ("x" * 9000 + "a", "x" * 9000 + "b", 9000)],
)
def test_the_first_difference_is_found(one: str, other: str, index: int) -> None:
    assert first_difference(one, other) == index
    assert first_difference(one.encode(), other.encode()) == index


def test_short_texts_are_shown_whole() -> None:
    assert differing_texts("$.a", "milk", "Milk").summary == '$.a is "Milk", expected "milk"'


def test_long_texts_are_cut_to_where_they_part() -> None:
    difference = differing_texts("the body", "a" * 500 + "X" + "b" * 500, "a" * 500 + "Y" + "b" * 499)
    assert difference.actual.startswith('"…aaaa')
    assert "Y" in difference.actual
    assert "X" in difference.expected
    assert "differs at character 501" in difference.summary
    assert "(1,000 characters, expected 1,001)" in difference.summary
    assert len(difference.summary) < 250


def test_a_huge_difference_is_found_quickly() -> None:
    start = time.monotonic()
    difference = differing_texts("the body", "é" * 4_000_000 + "a", "é" * 4_000_000 + "b")
    assert time.monotonic() - start < 1
    assert len(difference.summary) < 250


def test_bytes_are_counted_from_where_they_stand_in_the_stream() -> None:
    difference = differing_bytes("the line", b"5 hello", b"5 hallo", offset=100)
    assert difference.place == "byte 104"
    assert difference.summary == 'the line differs at byte 104: "5 hallo", expected "5 hello"'


def test_bytes_that_are_no_text_are_written_out() -> None:
    assert quote_bytes(b"a\xff\r\n") == '"a\\xff\\r\\n"'
    assert quote_bytes(b"") == "the end"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("false", 'the text "false"'),
        (False, "the boolean false"),
        (1, "the number 1"),
        (None, "null"),
        ([], "the list []"),
        ({}, "the object {}"),
    ],
)
def test_a_value_is_named_with_its_type(value: object, words: str) -> None:
    assert named(value) == words


def test_bytes_that_are_no_sign_by_themselves_are_shown_as_bytes():
    difference = differing_bytes("the line", "5 é".encode(), "5 \u0379e\u0301\u202e".encode())
    assert difference.expected == '"5 é"'
    assert difference.actual == r'"5 \xcd\xb9e\xcc\x81\xe2\x80\xae"'


def test_a_line_that_ends_as_on_windows_is_named():
    assert "without its \\r it would be right" in differing_bytes("the line", b"5 hello", b"5 hello\r").summary
