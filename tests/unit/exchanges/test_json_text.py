"""JSON of strangers, read and shown within bounds."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from runner.exchanges.faults import Fault
from runner.exchanges.json_text import DEEPEST, NotJsonError, canonical, read_json, show


def test_json_is_read_with_or_without_a_byte_order_mark() -> None:
    assert read_json('{"ä": [1, 2.5, null]}'.encode()) == {"ä": [1, 2.5, None]}
    assert read_json(b"\xef\xbb\xbf[]") == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"hello", "expecting value at character 1, before"),
        (b"{'a': 1}", "single quotes at character 2"),
        (b'{"a": True}', "JSON writes true, false and null"),
        (b'{"a": 1,}', "at character 9"),
        (b'{"a": NaN}', "NaN is not a JSON value"),
        (b'{"a": "\xff"}', "byte 8 is not valid UTF-8"),
        (b'{"a": 1', "before the end of the text"),
        (b"1" * 5000, "digits"),
        (b'{"a": "\x01"}', "invalid control character at character 8, before"),
        (b'{"a": "open', "unterminated string starting at character 7, before"),
    ],
)
def test_what_is_not_json_is_said_in_plain_words(body: bytes, words: str) -> None:
    with pytest.raises(NotJsonError) as raised:
        read_json(body)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"[" * 100_000 + b"]" * 100_000, "nested more than"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "nested more than"),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "nested more than"),
        (b"[" + b"{}," * 300_000 + b"{}]", "more than 200,000 values"),
        (b'"' + b"x" * 5_000_000 + b'"', "bytes long"),
    ],
)
def test_hostile_json_is_a_fault_and_quick(body: bytes, words: str) -> None:
    start = time.monotonic()
    with pytest.raises(Fault) as raised:
        read_json(body)
    assert words in raised.value.words
    assert time.monotonic() - start < 1


def test_deep_but_bearable_json_is_read() -> None:
    assert read_json(b"[" * (DEEPEST - 1) + b"]" * (DEEPEST - 1))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"a": [1, "x", None, True]}, '{"a": [1, "x", null, true]}'),
        ({}, "{}"),
        ([], "[]"),
        ("ü\n", '"ü\\n"'),
        (1.0, "1.0"),
        (b"\x00", "b'\\x00'"),
        ("\ud800", '"\\ud800"'),
    ],
)
def test_values_are_shown_as_json(value: Any, shown: str) -> None:
    assert show(value) == shown


@pytest.mark.parametrize("value", ["x" * 10_000_000, list(range(200_000)), {str(n): n for n in range(100_000)}])
def test_large_values_are_shown_short(value: Any) -> None:
    assert len(show(value)) < 150
    assert "…" in show(value)


def test_a_deep_value_is_shown_short() -> None:
    deep = json.loads("[" * 180 + "]" * 180)
    assert len(show(deep)) < 150


def test_equal_values_have_one_canonical_text() -> None:
    assert canonical({"a": 1, "b": [1.0]}) == canonical({"b": [1], "a": 1.0})
    assert len({canonical(value) for value in (1, True, "1", None, [1])}) == 5
