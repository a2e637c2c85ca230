"""One sentence on the mistake behind a difference, and none where the values do not tell it."""

import pytest

from runner.evidence import Response
from runner.exchanges.client import Answer
from runner.exchanges.expecting import expect_answer
from runner.exchanges.matching import match
from runner.exchanges.misconceptions import on_dates, on_kinds, on_texts

KINDS = [
    (7, "7", "a number has no quotes"),
    (1.5, "1.5", "a number has no quotes"),
    (False, "false", "true and false have no quotes"),
    (None, "null", "null has no quotes"),
    ({"a": 1}, '{"a": 1}', "encoded twice"),
    (None, "None", "as Python does"),
    (True, "True", "as Python does"),
    ("7", 7, "a text stands in quotes"),
]


@pytest.mark.parametrize(("expected", "value", "said"), KINDS)
def test_a_value_that_was_written_as_another_kind(expected, value, said):
    assert said in on_kinds(expected, value)
    assert said in match({"equals": expected}, value).summary


TEXTS = [
    ("a", "a\n", "a line end follows"),
    ("a", "a\r\n", "a line end follows"),
    ("a\n", "a", "line end is missing"),
    ("a\nb\n", "a\r\nb\r\n", "the line ends differ"),
    ("Grüße", "GrÃ¼Ã\x9fe", "read as Latin-1"),
    ("é", "\\xe9", "in Latin-1"),
    ("é", "?", "encoded as ASCII"),
    ("hello", '"hello"', "encoded as JSON"),
    ("Hello", "hello", "upper and lower case"),
    ("hello", " hello ", "blanks"),
]


@pytest.mark.parametrize(("expected", "actual", "said"), TEXTS)
def test_a_text_that_means_the_same(expected, actual, said):
    assert said in on_texts(expected, actual)


@pytest.mark.parametrize("value", ["2026-11-22T09:00:00", "2026-11-22 09:00:00.123", "2026-11-22T09:00"])
def test_a_time_without_a_zone_is_local_time(value):
    assert "no time zone" in on_dates(value)
    assert "no time zone" in match({"format": "iso_date"}, value).summary


def test_a_number_of_seconds_is_no_date():
    assert "number of seconds" in on_dates(1700000000)


NOTHING = [on_kinds(7, "8"), on_kinds(7, [7]), on_texts("a", "b"), on_texts("a" * 99_999, "a" * 99_999 + "\n")]
NOTHING += [on_dates("yesterday"), on_dates(True), on_dates(None), on_kinds("true", True), on_texts("é", "e")]


@pytest.mark.parametrize("said", NOTHING)
def test_what_the_values_do_not_tell_is_not_guessed(said):
    assert said == ""


def test_a_type_in_quotes_is_named():
    assert "a number has no quotes" in match({"type": "integer"}, "7").summary
    assert "Python" in match({"type": "null"}, "None").summary
    assert "quotes" not in match({"type": "integer"}, "seven").summary


def test_a_missing_element_is_named_with_what_came_instead():
    difference = match({"unordered": ["a", "b", "c"]}, ["c", "x", "a"])
    assert (difference.expected, difference.actual) == ('"b"', '"x"')
    assert match({"unordered": [{"id": 2}, {"id": 1}]}, [{"id": 1}, {"id": 3}]).expected == '{"id": 2}'


def test_further_missing_elements_are_counted():
    assert "nor 1 more" in match({"unordered": [1, 2, 3]}, [1, 4, 5]).summary


@pytest.mark.parametrize(("status", "is_noted"), [(500, True), (404, True), (200, False)])
@pytest.mark.parametrize("expectation", [{"json": {}}, {"media_type": "application/json"}])
def test_the_error_page_of_a_framework_is_known(status, is_noted, expectation):
    response = Response(status, "", (("Content-Type", "text/html"),), b"<!doctype html><h1>Oops</h1>", 28)
    problem = expect_answer(expectation, Answer(0, b"", response, None, 0.1), {}.__getitem__)
    assert ("your framework sends by itself" in problem.summary) is is_noted


def test_python_is_not_json():
    response = Response(200, "", (), b"{'a': 1}", 8)
    problem = expect_answer({"json": {"a": 1}}, Answer(0, b"", response, None, 0.1), {}.__getitem__)
    assert "json.dumps writes JSON" in problem.summary
