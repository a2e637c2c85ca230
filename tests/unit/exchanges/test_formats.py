"""The text formats of `format:`."""

from __future__ import annotations

import pytest

from runner.exchanges.formats import FORMATS


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("iso_date", "2026-11-22T09:00:00Z"),
        ("iso_date", "2026-11-22T09:00:00.123456789+01:00"),
        ("iso_date", "2026-11-22t09:00:00.5z"),
        ("date", "2024-02-29"),
        ("uuid", "0F8FAD5B-d9cb-469f-a165-70867728950e"),
        ("email", "ada@example.com"),
        ("url", "http://127.0.0.1:8000/todos/1?x=1"),
        ("http_date", "Sun, 22 Nov 2026 09:00:00 GMT"),
        ("integer", "-42"),
        ("json", '{"a": 1}'),
    ],
)
def test_right_text_is_taken(name: str, text: str) -> None:
    assert FORMATS[name][1](text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("iso_date", "2026-11-22 09:00"),
        ("iso_date", "2026-11-22T09:00:00"),
        ("iso_date", "2026-02-30T09:00:00Z"),
        ("date", "2023-02-29"),
        ("date", "22.11.2026"),
        ("uuid", "0f8fad5bd9cb469fa16570867728950e"),
        ("email", "ada"),
        ("email", "a" * 100_000 + "@"),
        ("url", "javascript:alert(1)"),
        ("http_date", "Mon, 22 Nov 2026 09:00:00 GMT"),
        ("http_date", "Sun, 22 Nov 2026 09:00:00 UTC"),
        ("http_date", "Sun, 31 Feb 2026 09:00:00 GMT"),
        ("integer", "4.0"),
        ("json", "{'a': 1}"),
        ("json", "[" * 100_000),
    ],
)
def test_wrong_text_is_refused(name: str, text: str) -> None:
    assert not FORMATS[name][1](text)
