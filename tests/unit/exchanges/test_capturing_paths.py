"""The path of a URL that an answer holds, for servers that name any host."""

from __future__ import annotations

import pytest

from runner.evidence import Response
from runner.exchanges.capturing import capture_answer
from runner.exchanges.client import Answer
from runner.exchanges.differences import Difference


def answer_with(body: bytes, location: str = "") -> Answer:
    headers = (("Location", location),) if location else ()
    return Answer(0, b"", Response(200, "OK", headers, body), None, 0.0)


@pytest.mark.parametrize(
    ("written", "path"),
    [
        (b'"http://127.0.0.1:8000/todos/1"', "/todos/1"),
        (b'"http:\\/\\/example.com\\/todos\\/1"', "/todos/1"),
        (b'"/todos/1?part=2#end"', "/todos/1?part=2"),
        (b'"todos/1"', "/todos/1"),
        (b'"http://example.com"', "/"),
    ],
)
def test_the_path_is_taken_out_of_a_url(written: bytes, path: str) -> None:
    assert capture_answer({"json": "$.url", "path": True}, answer_with(b'{"url": ' + written + b"}")) == path


def test_every_url_of_a_list_gives_its_path() -> None:
    body = b'[{"url": "http://a/1"}, {"url": "http://b/2"}]'
    assert capture_answer({"json": "$[*].url", "path": True}, answer_with(body)) == ["/1", "/2"]


def test_the_path_of_a_header_is_taken() -> None:
    assert capture_answer({"header": "location", "path": True}, answer_with(b"", "http://a/7")) == "/7"


@pytest.mark.parametrize("written", [b"17", b'""', b'"http://[half"', b"null"])
def test_what_is_no_url_is_a_difference(written: bytes) -> None:
    found = capture_answer({"json": "$.url", "path": True}, answer_with(b'{"url": ' + written + b"}"))
    assert isinstance(found, Difference)
    assert "expected a URL" in found.summary
