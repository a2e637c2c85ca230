"""JSON paths."""

from __future__ import annotations

from typing import Any

import pytest

from runner.exchanges.json_path import PathError, PathMissing, find

VALUE = {"items": [{"id": 1, "tags": ["a"]}, {"id": 2, "tags": []}], "a b": {"c.d": None}}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$", VALUE),
        ("$.items[0].id", 1),
        ("$.items[-1].id", 2),
        ("$.items[*].id", [1, 2]),
        ("$.items[*].tags[*]", [["a"], []]),
        ('$["a b"]["c.d"]', None),
        ("$['a b']", {"c.d": None}),
    ],
)
def test_a_path_finds_what_stands_there(path: str, found: Any) -> None:
    assert find(path, VALUE) == found


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("$.owner", "$.owner"),
        ("$.items[2]", "$.items[2]"),
        ("$.items[-3]", "$.items[-3]"),
        ("$.items.id", "$.items.id"),
        ("$.items[0][0]", "$.items[0][0]"),
        ("$.items[*].tags[0]", "$.items[1].tags[0]"),
        ("$[*]", "$[*]"),
        ('$["a b"].x', '$["a b"].x'),
    ],
)
def test_what_is_missing_is_named_by_its_place(path: str, place: str) -> None:
    with pytest.raises(PathMissing) as raised:
        find(path, VALUE)
    assert raised.value.place == place


@pytest.mark.parametrize("path", ["items", "$items", "$.", "$..a", "$[x]", "$.a[", "$.a b"])
def test_a_path_that_cannot_be_read_is_refused(path: str) -> None:
    with pytest.raises(PathError):
        find(path, VALUE)
