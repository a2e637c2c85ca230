"""Expectations of one answer."""

from __future__ import annotations

import time
from typing import Any

import pytest

from runner.evidence import Cause, Response
from runner.exchanges.client import Answer
from runner.exchanges.expecting import Digest, describe_expectation, expect_answer
from runner.exchanges.faults import Closed, Fault

JSON = ("Content-Type", "application/json; charset=utf-8")


def answered(status: int = 200, body: bytes = b"", *headers: tuple[str, str], sent: bytes = b"") -> Answer:
    return Answer(0, sent, Response(status, "", headers, body, len(body)), None, 0.2)


def words(expectation: dict[str, Any], answer: Answer, **captured: Any) -> str:
    problem = expect_answer(expectation, answer, captured.__getitem__)
    if problem is None:
        return ""
    return problem.words if isinstance(problem, Fault) else problem.summary


@pytest.mark.parametrize("wanted", [201, [200, 201], "2xx", {"not": "5xx"}, {"not": [200, 404]}, ["4xx", "2xx"]])
def test_a_status_holds(wanted: Any) -> None:
    assert words({"status": wanted}, answered(201)) == ""


@pytest.mark.parametrize(
    ("wanted", "status", "said"),
    [
        (201, 200, "the status is 200 OK, expected 201 Created; 201 tells the client that something new exists"),
        (404, 200, "expected 404 Not Found; 2xx tells the client that all went well"),
        (200, 500, "the status is 500 Internal Server Error, expected 200 OK; 5xx says that the server itself broke"),
        (405, 404, "405 that the path exists but not for this method"),
        (422, 413, "the status is 413 Content Too Large, expected 422 Unprocessable Content"),
        ([200, 204], 404, "expected 200 OK or 204 No Content"),
        ("2xx", 302, "expected 2xx"),
        ({"not": "5xx"}, 503, "expected not 5xx"),
        (200, 299, "the status is 299, expected 200 OK"),
    ],
)
def test_another_status_is_named_with_what_it_means(wanted: Any, status: int, said: str) -> None:
    assert said in words({"status": wanted}, answered(status))


def test_headers_are_matched_in_any_case_and_joined() -> None:
    answer = answered(200, b"", ("Vary", "Origin"), ("VARY", "Accept"))
    assert words({"headers": {"vary": "Origin, Accept", "X-Powered-By": {"absent": True}}}, answer) == ""
    assert words({"headers": {"Allow": {"contains": "GET"}}}, answer) == "the header Allow is missing"
    assert 'the header Vary is "Origin, Accept", expected "Origin"' in words({"headers": {"Vary": "Origin"}}, answer)


@pytest.mark.parametrize(
    "wanted",
    [
        "text/html; charset=utf-8",
        {"matches": r"(?i)^text/html *; *charset=\"?utf-8\"?$"},
        {"ignore_case": "Text/HTML;charset=UTF-8"},
        {"contains": "charset=utf-8"},
        {"contains": "charset=iso-8859-1"},
        {"one_of": ["text/html; charset=UTF-8", "text/html; charset=us-ascii"]},
        {"matches": "^text/html", "contains": "utf-8"},
    ],
)
def test_a_type_without_the_charset_that_is_wanted_is_named(wanted: Any) -> None:
    said = words({"headers": {"content-type": wanted}}, answered(200, b"", ("Content-Type", "text/html")))
    assert "; the type says nothing of the charset: add ; charset=" in said


@pytest.mark.parametrize("came", ["text/plain", "text/html; charset=latin-1"])
def test_another_type_or_charset_is_no_missing_one(came: str) -> None:
    expectation = {"headers": {"content-type": "text/html; charset=utf-8"}}
    assert "says nothing of the charset" not in words(expectation, answered(200, b"", ("Content-Type", came)))


def test_the_media_type_is_compared_alone() -> None:
    assert words({"media_type": "application/json"}, answered(200, b"{}", JSON)) == ""
    assert "expected text/html" in words({"media_type": "text/html"}, answered(200, b"{}", JSON))
    assert words({"media_type": "text/html"}, answered()) == "the header Content-Type is missing"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the body is empty, expected JSON"),
        (b"<!DOCTYPE html><title>404</title>", "the body is an HTML page, expected JSON"),
        (b"\n<html>", "the body is an HTML page, expected JSON"),
        (b"{'done': False}", "single quotes"),
        (b"Not Found", "the body is not JSON: expecting value at character 1"),
        (b"[" * 100_000, "nested more than 200 levels deep"),
        (b'{"done": "false"}', '$.done is the text "false", expected the boolean false'),
        (b"{}", "$.done is missing"),
    ],
)
def test_what_is_wrong_with_a_json_body_is_said(body: bytes, said: str) -> None:
    assert said in words({"json": {"done": False}}, answered(200, body))


def test_the_place_of_a_json_difference_is_a_path() -> None:
    problem = expect_answer({"json": {"a": [1]}}, answered(200, b'{"a": [2]}'), {}.__getitem__)
    assert problem is not None
    assert not isinstance(problem, Fault)
    assert (problem.place, problem.expected, problem.actual) == ("json $.a[0]", "1", "2")


def test_text_is_read_in_the_charset_that_the_answer_names() -> None:
    answer = answered(200, "é".encode("latin-1"), ("Content-Type", "text/plain; charset=ISO-8859-1"))
    assert words({"text": "é"}, answer) == ""
    assert words({"text": "é"}, answered(200, "é".encode(), ("Content-Type", "text/plain; charset=nonsense"))) == ""
    said = words({"text": "é"}, answered(200, b"\xe9"))
    assert said == 'the body is "\\\\xe9", expected "é"; it was sent in Latin-1: encode it as UTF-8'


@pytest.mark.parametrize("charset", ["punycode", "hex", "idna", "utf-7", "\0", "unicode_escape", "utf-8; x=y"])
def test_a_codec_that_is_no_charset_of_the_web_is_not_used(charset: str) -> None:
    start = time.monotonic()
    assert (
        words({"text": "a" * 100_000}, answered(200, b"a" * 100_000, ("Content-Type", f"a/b; charset={charset}"))) == ""
    )
    assert time.monotonic() - start < 1


def test_bodies_are_compared_by_their_bytes() -> None:
    sent = bytes(range(256))
    assert words({"body": "sent"}, answered(200, sent, sent=sent)) == ""
    assert "the body differs at byte 256" in words({"body": "sent"}, answered(200, sent[:-1] + b"x", sent=sent))
    assert words({"body": "empty"}, answered(204)) == ""
    assert 'the body is "x", expected none' in words({"body": "empty"}, answered(204, b"x"))
    assert words({"body": {"base64": "AP8="}}, answered(200, b"\x00\xff")) == ""


def test_bytes_are_compared_with_captured_ones_by_digest() -> None:
    photo = Digest.of(b"abc")
    assert words({"body": {"same_as": "photo"}}, answered(200, b"abc"), photo=photo) == ""
    said = words({"body": {"same_as": "photo"}}, answered(200, b"ab"), photo=photo)
    assert said == "the body is not the same bytes as `photo` (2 bytes, expected 3)"


def test_cookies_are_matched_by_their_parts() -> None:
    answer = answered(200, b"", ("Set-Cookie", "sid=abc; HttpOnly; SameSite=Lax; Max-Age=60; Path=/"))
    wanted = {"value": {"length": 3}, "http_only": True, "secure": False, "same_site": {"ignore_case": "lax"}}
    assert words({"cookies": {"sid": {**wanted, "max_age": {"min": 1}, "path": "/"}}}, answer) == ""
    assert "the cookie sid is set without Secure" in words({"cookies": {"sid": {"secure": True}}}, answer)
    assert words({"cookies": {"other": {"value": "x"}}}, answer) == "the cookie other is missing"
    assert words({"cookies": {"sid": {"absent": True}}}, answer) == "the cookie sid is set"
    assert words({"cookies": {"other": {"absent": True}}}, answer) == ""


def test_what_may_not_stand_in_an_answer_is_found_in_head_and_body() -> None:
    answer = answered(500, b"Traceback (most recent call last)", ("X-Debug", "hush"))
    assert "the body of the answer holds" in words({"lacks": "Traceback"}, answer)
    assert "the head of the answer holds" in words({"lacks": ["none", "hush"]}, answer)
    assert words({"lacks": "password"}, answer) == ""


def test_an_answer_may_not_take_too_long() -> None:
    assert words({"elapsed": {"under": 0.3}}, answered()) == ""
    assert words({"elapsed": {"under": 0.1}}, answered()) == "the answer took 0.2 s, expected less than 0.1 s"
    assert words({"elapsed": {"under": {"times": 2, "of": 0.05, "plus": 0.2}}}, answered()) == ""
    assert "expected less than 0.1 s" in words({"elapsed": {"under": {"times": 2, "of": 0.05}}}, answered())


def test_without_an_answer_the_fault_is_the_problem() -> None:
    assert words({}, Answer(0, b"", None, Fault("no answer within 5 s", Cause.TIMEOUT), 5)) == "no answer within 5 s"


def test_a_connection_that_is_closed_can_be_what_is_expected() -> None:
    closed = Answer(0, b"", None, Closed("the server closed the connection before it answered"), 0)
    late = Answer(0, b"", None, Fault("no answer within 5 s", Cause.TIMEOUT), 5)
    assert words({"closed": True}, closed) == ""
    assert words({"closed": True}, late) == "no answer within 5 s"
    assert "the server answered 200 OK, expected it to close" in words({"closed": True}, answered())


def test_one_of_several_expectations_is_enough() -> None:
    wanted = {"one_of": [{"status": 413}, {"closed": True}]}
    closed = Answer(0, b"", None, Closed("closed"), 0)
    assert words(wanted, closed) == ""
    assert words(wanted, answered(413)) == ""
    assert words(wanted, answered(200)) == "the answer is 200 OK, expected 413 Content Too Large or a closed connection"
    assert "no answer" in words(wanted, Answer(0, b"", None, Fault("no answer within 5 s", Cause.TIMEOUT), 5))


def test_what_stands_beside_one_of_must_hold_too() -> None:
    wanted = {"one_of": [{"status": 400}, {"status": 422}], "json": {"error": {"type": "string"}}}
    assert words(wanted, answered(400, b'{"error": "x"}')) == ""
    assert words(wanted, answered(400, b"{}")) == "$.error is missing"


def test_an_expectation_is_described_in_a_few_words() -> None:
    assert describe_expectation({"status": 201}) == "201 Created"
    assert describe_expectation({"status": 409, "json": {"error": "taken"}}) == "409 Conflict JSON an object with error"
    assert describe_expectation({"closed": True}) == "a closed connection"
    assert describe_expectation({}) == "a whole answer"
