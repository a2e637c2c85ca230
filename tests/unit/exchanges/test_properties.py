"""Whatever a server sends: reading, matching and showing it ends in a value or in a word of ours."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from runner.evidence import Response
from runner.exchanges.cookies import Jar, cookies_of
from runner.exchanges.differences import differing_bytes, differing_texts, first_difference
from runner.exchanges.faults import Fault
from runner.exchanges.json_text import NotJsonError, canonical, read_json, show
from runner.exchanges.matching import equal, match
from runner.exchanges.substitute import Values

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
)


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)


JSON = st.recursive(SCALARS, containers, max_leaves=12)
QUICK = settings(max_examples=150, deadline=None, derandomize=True)


@QUICK
@given(JSON)
def test_a_value_equals_what_it_becomes_on_the_wire(value: Any) -> None:
    came = read_json(json.dumps(value).encode())
    assert equal(value, came, "$") is None
    assert match({"equals": value}, came) is None
    assert canonical(value) == canonical(came)


@QUICK
@given(JSON, JSON)
def test_a_difference_is_found_exactly_when_there_is_one(one: Any, other: Any) -> None:
    difference = equal(one, other, "$")
    assert (difference is None) == (canonical(one) == canonical(other))
    if difference:
        assert len(difference.summary) < 600
        difference.summary.encode("utf-8")


@QUICK
@given(JSON, JSON)
def test_any_matcher_meets_any_value_without_harm(matcher: Any, value: Any) -> None:
    difference = match({"equals": matcher, "not": {"equals": value}}, value)
    assert difference is not None
    assert len(show(value)) < 400


@QUICK
@given(st.binary(max_size=60) | st.text(alphabet='[]{}",:0123456789.eE-\\u"tfn ', max_size=60).map(str.encode))
def test_any_bytes_are_json_or_are_not(body: bytes) -> None:
    with suppress(NotJsonError, Fault):
        show(read_json(body))


@QUICK
@given(st.text(max_size=60), st.text(max_size=60))
def test_the_first_difference_of_texts_is_where_they_part(one: str, other: str) -> None:
    index = first_difference(one, other)
    assert one[:index] == other[:index]
    assert one[index : index + 1] != other[index : index + 1] or one == other
    differing_texts("x", one, other).summary.encode("utf-8")
    differing_bytes("x", one.encode("utf-8", "replace"), other.encode("utf-8", "replace")).summary.encode("utf-8")


@QUICK
@given(st.text(max_size=60))
def test_any_cookie_header_is_read(header: str) -> None:
    response = Response(200, "OK", (("Set-Cookie", header),))
    Jar().keep(response)
    assert len(cookies_of(response)) == 1


@QUICK
@given(JSON)
def test_a_captured_value_is_never_read_as_a_template(value: Any) -> None:
    values = Values(1, "c", {}, {}.__getitem__)
    values.give("it", value)
    assert values.fill({"a": ["${it}"]}) == {"a": [value]}
