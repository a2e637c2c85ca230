"""Every matcher of docs/checks.md: what it takes, what it refuses, and what it says."""

from __future__ import annotations

import time
from typing import Any

import pytest

from runner.exchanges.json_text import ABSENT, Literal
from runner.exchanges.matching import holds, match

TAKEN = [
    (1, 1.0),
    ("a", "a"),
    (None, None),
    (True, True),
    ([1, {"a": 1}], [1, {"a": 1, "b": 2}]),
    ({"a": 1}, {"a": 1, "b": 2}),
    ({}, {"anything": 1}),
    ({"object": {"length": 3, "type": "x"}}, {"length": 3, "type": "x", "more": 1}),
    ({"only": {"a": {"type": "integer"}}}, {"a": 1}),
    ({"equals": {"type": "integer"}}, {"type": "integer"}),
    ({"type": "integer"}, 3),
    ({"type": "integer"}, 3.0),
    ({"type": ["string", "null"]}, None),
    ({"type": "number"}, 1.5),
    ({"type": "array"}, []),
    ({"matches": "^a.c$"}, "abc"),
    ({"matches": "b"}, "abc"),
    ({"min": 1, "max": 9}, 9),
    ({"min": 1}, 1),
    ({"length": 3}, "abc"),
    ({"length": {"min": 1}}, [1]),
    ({"length": 1}, {"a": 1}),
    ({"contains": "b"}, "abc"),
    ({"contains": {"id": 2}}, [{"id": 1}, {"id": 2}]),
    ({"contains": ["a", "c"]}, "abc"),
    ({"contains": [1, 2]}, [2, 1, 3]),
    ({"contains": 5}, "a5"),
    ({"excludes": ["x", "y"]}, "abc"),
    ({"excludes": 4}, [1, 2]),
    ({"unordered": [3, 1, 2]}, [1, 2, 3]),
    ({"unordered": [{"min": 1}, {"min": 1}, {"equals": 3}]}, [3, 1, 2]),
    ({"unordered": [{"min": 1}, {"min": 2}, {"min": 3}]}, [3, 2, 1]),
    ({"unordered": []}, []),
    ({"each": {"type": "integer"}}, [1, 2]),
    ({"each": 1}, []),
    ({"sorted": "ascending"}, [1, 1.5, 2]),
    ({"sorted": "descending"}, ["b", "a"]),
    ({"sorted": {"by": "$.price", "order": "descending"}}, [{"price": 2}, {"price": 1}]),
    ({"sorted": {"by": "$.price"}}, [{"price": 1}, {"price": 1}]),
    ({"distinct": True}, [1, True, "1", [1]]),
    ({"distinct": "$.id"}, [{"id": 1}, {"id": 2}]),
    ({"one_of": [1, {"type": "string"}]}, "x"),
    ({"not": 1}, 2),
    ({"not": {"absent": True}}, None),
    ({"format": "uuid"}, "0f8fad5b-d9cb-469f-a165-70867728950e"),
    ({"ignore_case": "Bearer"}, "bEARER"),
    ({"absent": True}, ABSENT),
    ({"a": {"absent": True}}, {"b": 1}),
    ({"a": {"present": True}}, {"a": None}),
    ({"a": {"one_of": [{"absent": True}, None]}}, {}),
    (Literal({"a": 1}), {"a": 1}),
    ({"type": "string", "length": {"min": 1}}, "x"),
]


@pytest.mark.parametrize(("matcher", "value"), TAKEN)
def test_a_matcher_takes_what_it_describes(matcher: Any, value: Any) -> None:
    assert match(matcher, value) is None


REFUSED = [
    (1, "1", '$ is the text "1", expected the number 1'),
    (1, True, "$ is the boolean true, expected the number 1"),
    (False, "false", '$ is the text "false", expected the boolean false'),
    (None, 0, "$ is the number 0, expected null"),
    ("milk", "Milk", '$ is "Milk", expected "milk"'),
    (3, 4, "$ is 4, expected 3"),
    ({"owner": "x"}, {"id": 1}, "$.owner is missing"),
    ({"a": {"b": 1}}, {"a": []}, "$.a is the list [], expected an object"),
    ([1, 2], [1, 3], "$[1] is 3, expected 2"),
    ([1, 2], [1], "$ has 1 element, expected 2"),
    ([1], {"a": 1}, '$ is the object {"a": 1}, expected [1]'),
    ({"only": {"id": 1}}, {"id": 1, "hash": "x"}, "$.hash is there, expected only the fields id"),
    ({"equals": {"a": 1}}, {"a": 1, "b": 2}, "$.b is there, expected only the fields a"),
    (Literal([{"a": 1}]), [{"a": 2}], "$[0].a is 2, expected 1"),
    ({"type": "integer"}, "3", '$ is the text "3", expected a whole number'),
    ({"type": "integer"}, True, "$ is the boolean true, expected a whole number"),
    ({"type": "integer"}, 2.5, "$ is the number 2.5, expected a whole number"),
    ({"type": ["string", "null"]}, 1, "$ is the number 1, expected text or null"),
    ({"matches": "^a$"}, "b", '$ is the text "b", expected text that matches ^a$'),
    ({"matches": "1"}, 1, "$ is the number 1, expected text that matches 1"),
    ({"min": 1}, 0, "$ is the number 0, expected a number of at least 1"),
    ({"max": 1}, "0", '$ is the text "0", expected a number of at most 1'),
    ({"min": "5"}, 6, '$ is the number 6, expected a number of at least "5"'),
    ({"length": 3}, "ab", "the length of $ is 2, expected 3"),
    ({"length": 3}, 3, "$ is the number 3, expected something with a length"),
    ({"contains": "x"}, "abc", '$ is the text "abc", expected text with "x" in it'),
    ({"contains": ["a", "x"]}, "abc", '$ is the text "abc", expected text with "x" in it'),
    ({"contains": 1}, {"a": 1}, '$ is the object {"a": 1}, expected text or a list'),
    ({"excludes": "b"}, "abc", '$ holds "b", which may not be there'),
    ({"excludes": 1}, {"a": 1}, '$ is the object {"a": 1}, expected text or a list'),
    ({"unordered": [1, 2]}, [1, 3], "$ has no element 2 (in any order)"),
    ({"unordered": [1, 1]}, [1, 2], "$ has no element 1 (in any order)"),
    ({"unordered": [{"id": 1}, {"id": 2}]}, [{"id": 1}, {"id": 1}], '$ has no element {"id": 2} (in any order)'),
    ({"unordered": [1]}, [1, 2], "$ has 2 elements, expected 1"),
    ({"each": {"type": "integer"}}, [1, "2"], '$[1] is the text "2", expected a whole number'),
    ({"sorted": "ascending"}, [10, 9], "$ is not in ascending order: 10 stands before 9"),
    ({"sorted": "ascending"}, ["a", 1], '$ mixes the text "a" and the number 1'),
    ({"sorted": {"by": "$.p"}}, [{"p": 1}, {}], "$[1].p is missing"),
    ({"distinct": True}, [1, 2, 1.0], "$[2] repeats 1.0 of $[0]"),
    ({"distinct": "$.id"}, [{"id": 1}, {"id": 1}], "$[1] repeats 1 of $[0]"),
    ({"one_of": [1, 2]}, 3, "$ is the number 3, expected 1 or 2"),
    ({"a": {"one_of": [1, 2]}}, {}, "$.a is missing"),
    ({"not": {"type": "string"}}, "x", '$ is the text "x", which it may not be'),
    ({"format": "iso_date"}, "yesterday", "expected a date and time such as"),
    ({"ignore_case": "x"}, "y", '$ is the text "y", expected "x" in any case'),
    ({"a": {"absent": True}}, {"a": None}, "$.a is there (null), expected nothing"),
    ({"a": {"present": True}}, {}, "$.a is missing"),
    ({"a": {"type": "string"}}, {}, "$.a is missing"),
    ({"type": "string", "length": {"min": 1}}, "", "the length of $ is the number 0, expected a number of at least 1"),
]


@pytest.mark.parametrize(("matcher", "value", "words"), REFUSED)
def test_a_matcher_refuses_anything_else_in_a_plain_sentence(matcher: Any, value: Any, words: str) -> None:
    difference = match(matcher, value)
    assert difference is not None
    assert words in difference.summary


def test_the_place_of_the_first_difference_is_named() -> None:
    difference = match({"items": [{"id": 1}, {"id": {"type": "integer"}}]}, {"items": [{"id": 1}, {"id": "2"}]})
    assert difference is not None
    assert (difference.place, difference.expected, difference.actual) == ("$.items[1].id", "a whole number", '"2"')


def test_a_field_with_a_strange_name_is_quoted() -> None:
    difference = match({"a b": 1}, {"a b": 2})
    assert difference is not None
    assert difference.place == '$["a b"]'


def test_values_that_are_nothing_like_one_another_are_shown_short() -> None:
    difference = match("x", {"a": "y" * 1_000_000})
    assert difference is not None
    assert len(difference.summary) < 200


@pytest.mark.parametrize(
    ("matcher", "value"),
    [
        ({"matches": "b$"}, "a" * 4_000_000),
        ("a" * 4_000_000, "a" * 3_999_999 + "b"),
        ({"unordered": list(range(50_000))}, list(range(50_000, 0, -1))),
        ({"distinct": True}, [*range(50_000), 0]),
        ({"each": {"type": "integer"}}, [*range(50_000), "x"]),
        ({"contains": -1}, list(range(50_000))),
    ],
)
def test_large_values_are_matched_in_bounded_time(matcher: Any, value: Any) -> None:
    start = time.process_time()
    assert not holds(matcher, value)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("matcher", "value"),
    [
        ({"matches": r"^\d\d:\d\d$"}, "10:32\r"),
        ({"matches": r"^\d\d:\d\d\n\Z"}, "10:32\r\n"),
        ({"matches": r"^a\nb\n\Z"}, "a\r\nb\r\n"),
        ({"type": "string", "length": 5}, "10:32\r"),
        ({"one_of": ["yes", "no"]}, "no\r"),
        ({"equals": "no"}, "no\r"),
        ("no", "no\r"),
    ],
)
def test_a_line_end_of_windows_is_named_where_nothing_else_is_wrong(matcher: Any, value: str) -> None:
    found = match(matcher, value)
    assert found is not None
    assert found.summary.count("without its \\r it would be right") == 1


def test_a_line_end_of_windows_is_not_blamed_for_something_else() -> None:
    found = match({"matches": r"^\d\d:\d\d$"}, "noon\r")
    assert found is not None
    assert "\\r it would" not in found.summary
