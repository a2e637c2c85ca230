"""What a call looks like on the wire, and where its redirects may lead."""

from __future__ import annotations

import pytest

from runner.exchanges.client import Call, Manner, headers_of, local_target
from runner.exchanges.deadlines import Deadline

DEFAULTS = ["Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"]


def headers(call: Call, keep_alive: str = "") -> dict[str, str]:
    return dict(headers_of(call, Manner(Deadline.after(1), 8000, keep_alive=keep_alive)))


def test_the_default_headers_are_plain() -> None:
    sent = headers(Call("GET", "/", {}))
    assert list(sent) == DEFAULTS
    assert (sent["Host"], sent["Accept-Encoding"], sent["Connection"]) == ("127.0.0.1:8000", "identity", "close")


def test_a_header_takes_the_place_of_a_default_one_in_any_case_or_removes_it() -> None:
    sent = headers(Call("GET", "/", {"host": "example.com", "accept": None, "X-A": "1"}))
    assert list(sent) == ["host", "User-Agent", "Accept-Encoding", "Connection", "X-A"]
    assert sent["host"] == "example.com"


def test_a_list_repeats_a_header() -> None:
    call = Call("GET", "/", {"X-A": ["1", "2"]})
    assert headers_of(call, Manner(Deadline.after(1), 1))[-2:] == (("X-A", "1"), ("X-A", "2"))


@pytest.mark.parametrize(
    ("call", "name", "value"),
    [
        (Call("POST", "/", {}, b"abc", "text/plain"), "Content-Length", "3"),
        (Call("POST", "/", {}, b"abc", "text/plain"), "Content-Type", "text/plain"),
        (Call("POST", "/", {}), "Content-Length", "0"),
        (Call("DELETE", "/", {}), "Content-Length", None),
        (Call("POST", "/", {}, b"abc", framing="chunked"), "Content-Length", None),
        (Call("POST", "/", {}, b"abc", framing="chunked"), "Transfer-Encoding", "chunked"),
        (Call("POST", "/", {"content-length": "9"}, b"abc"), "Content-Length", None),
        (Call("POST", "/", {"Content-Type": None}, b"abc", "text/plain"), "Content-Type", None),
    ],
)
def test_the_body_is_described_unless_the_author_does(call: Call, name: str, value: str | None) -> None:
    assert headers(call).get(name) == value


def test_a_kept_connection_asks_to_stay_open() -> None:
    assert headers(Call("GET", "/", {}), keep_alive="a")["Connection"] == "keep-alive"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("http://127.0.0.1:8000/a?b=1#c", "/a?b=1"),
        ("http://localhost:8000", "/"),
        ("http://127.0.0.1:8001/a", None),
        ("http://example.com:8000/a", None),
        ("https://127.0.0.1:8000/a", None),
        ("http://127.0.0.1:99999/a", None),
        ("file:///etc/passwd", None),
    ],
)
def test_only_urls_of_the_server_under_test_are_followed(url: str, target: str | None) -> None:
    assert local_target(url, 8000) == target
