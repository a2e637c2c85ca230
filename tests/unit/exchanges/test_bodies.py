"""The bytes of request bodies."""

from __future__ import annotations

import json

import pytest

from runner.errors import SuiteError
from runner.exchanges.bodies import Body, body_of
from runner.exchanges.fake import Fake


def made(**step: object) -> Body:
    body = body_of(step, Fake(7, "c"))
    assert body is not None
    return body


def test_a_step_without_a_body_has_none() -> None:
    assert body_of({"request": "GET /", "type": "text/plain"}, Fake(7, "c")) is None


@pytest.mark.parametrize(
    ("step", "content", "media_type"),
    [
        ({"json": {"ä": [1, None]}}, '{"ä": [1, null]}'.encode(), "application/json"),
        ({"json": None}, b"null", "application/json"),
        ({"json": "\ud800"}, b'"\\ud800"', "application/json"),
        ({"form": {"a": "x y&", "b": ["1", "2"]}}, b"a=x+y%26&b=1&b=2", "application/x-www-form-urlencoded"),
        ({"text": "é"}, "é".encode(), "text/plain; charset=utf-8"),
        ({"text": ""}, b"", "text/plain; charset=utf-8"),
        ({"base64": "AP8="}, b"\x00\xff", "application/octet-stream"),
        ({"nested": {"open": "[", "times": 3, "close": "]"}}, b"[[[]]]", "application/json"),
    ],
)
def test_each_kind_of_body_has_its_bytes_and_type(step: dict, content: bytes, media_type: str) -> None:
    assert made(**step) == Body(content, media_type)


def test_a_filled_body_is_seeded_and_of_the_size_asked_for() -> None:
    assert made(fill=5000) == made(fill=5000)
    assert len(made(fill=5000).content) == 5000


def test_a_multipart_body_has_fields_and_files() -> None:
    parts = [
        {"name": "title", "text": "é"},
        {"name": "file", "filename": 'a"b.bin', "base64": "AP8="},
        {"name": "big", "filename": "c.png", "type": "image/png", "fill": 3},
    ]
    body = made(multipart=parts)
    boundary = body.media_type.partition("boundary=")[2]
    pieces = body.content.split(f"--{boundary}".encode())
    assert pieces[1] == '\r\nContent-Disposition: form-data; name="title"\r\n\r\né\r\n'.encode()
    assert b'filename="a%22b.bin"\r\nContent-Type: application/octet-stream\r\n\r\n\x00\xff\r\n' in pieces[2]
    assert b"Content-Type: image/png" in pieces[3]
    assert pieces[4] == b"--\r\n"


def test_a_hundred_thousand_levels_are_no_trouble_to_send() -> None:
    content = made(nested={"open": '{"a":', "times": 100_000, "close": "}"}).content
    assert content.startswith(b'{"a":{"a":')
    assert len(content) == 600_000


@pytest.mark.parametrize(
    "step",
    [{"fill": 10**9}, {"fill": "many"}, {"base64": "?"}, {"nested": {"open": "[", "times": 10**9, "close": "]"}}],
)
def test_an_impossible_body_is_the_suites_mistake(step: dict) -> None:
    with pytest.raises(SuiteError):
        made(**step)


def test_json_survives_a_round_trip() -> None:
    value = {"emoji": "😀", "nested": [{"a": 1.5}]}
    assert json.loads(made(json=value).content) == value


def test_half_a_surrogate_pair_is_sent_all_the_same() -> None:
    assert made(form={"a": "\ud800"}).content == b"a=%ED%A0%80"
    assert made(text="\ud800").content == b"\xed\xa0\x80"
