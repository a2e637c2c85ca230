"""The step `raw` against line servers and HTTP servers."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

import pytest

from runner.evidence import Cause, ExchangeKind
from runner.exchanges.faults import Mismatch


def lines(connection: socket.socket) -> None:
    """Answer each line with its length and itself, the unfinished last one too."""
    buffer = b""
    while piece := connection.recv(65536):
        buffer += piece
        *whole, buffer = buffer.split(b"\n")
        for line in whole:
            connection.sendall(b"%d %b\n" % (len(line), line))
    if buffer:
        connection.sendall(b"%d %b\n" % (len(buffer), buffer))


def duplex(connection: socket.socket) -> None:
    """Send back each piece at once, so that a client that only sends blocks in the end."""
    while piece := connection.recv(1000):
        connection.sendall(piece)


def failed(played, talk, *steps, **fields):
    with pytest.raises(Mismatch) as raised:
        played(talk, *steps, **fields)
    return raised.value.failure


@pytest.mark.parametrize(
    "step",
    [
        {"send": "hello\n", "expect": {"line": "5 hello"}},
        {"send": "${hex}\n", "expect": {"line": "32 ${hex}"}},
        {"send": "a\nbb\n", "expect": {"lines": ["1 a", {"matches": "^2 b+$"}]}},
        {"send": "a long line\n", "segments": 3, "pause": 0.01, "expect": {"line": "11 a long line"}},
        {"send": "bytes\n", "segments": "bytes", "pause": 0.001, "expect": {"line": "5 bytes"}},
        {"send_base64": "AP8=", "send_then": "\n", "expect": {"line_bytes": {"base64": "MiAA/w=="}}},
        {"send_fill": 700, "send_then": "\n", "expect": {"line_bytes": {"prefix": "700 ", "same_as_sent": True}}},
        {"send": "x\ny", "half_close": True, "expect": {"text": "1 x\n1 y\n"}},
        {"send": "x", "half_close": True, "expect": {"lines": ["1 x"], "closed": True}},
        {"send": "hello", "expect": {"silent_for": 0.05, "closed": False}},
        {"send": "hello\n", "expect": {"starts_with": "5 he", "line": "llo"}},
        {"send": "é\n", "expect": {"line": "2 é"}},
    ],
)
def test_a_step_sends_and_reads_as_it_says(played, step: dict) -> None:
    scene = played(lines, {"raw": "a", **step})
    (exchange,) = scene.exchanges
    assert exchange.kind is ExchangeKind.RAW
    assert exchange.label.startswith("connection a")
    assert exchange.sent
    assert exchange.fault == ""


def test_pauses_of_ours_are_not_charged_to_the_server(played) -> None:
    began = time.monotonic()
    played(
        lines,
        {
            "raw": "a",
            "send": "bytes\n",
            "segments": "bytes",
            "pause": 0.2,
            "deadline": 0.9,
            "expect": {"line": "5 bytes"},
        },
    )
    assert time.monotonic() - began > 0.9


@pytest.mark.parametrize(
    ("step", "where", "words"),
    [
        ({"send": "you\n", "expect": {"line": "3 yo"}}, "byte 5", 'the line is "3 you", expected "3 yo"'),
        ({"send": "a\nb\n", "expect": {"lines": ["1 a", "1 c"]}}, "byte 7", 'line 2 is "1 b", expected "1 c"'),
        ({"send": "a\n", "expect": {"line": {"matches": "^2"}}}, "line", "expected text that matches ^2"),
        ({"send": "hello\n", "expect": {"starts_with": "5 hexx"}}, "byte 5", "differs at byte 5"),
        ({"send": "a\n", "expect": {"silent_for": 0.2}}, "byte 1", 'the server sent "1 a\\n", expected no bytes'),
        ({"send": "a\n", "expect": {"line_bytes": {"base64": "MiBh"}}}, "byte 1", "the line differs at byte 1"),
        ({"send": "a\n", "half_close": True, "expect": {"text": "1 b\n"}}, "text", 'what came is "1 a\\n"'),
        ({"half_close": True, "expect": {"line": "x"}}, "connection", "the server closed the connection"),
        ({"half_close": True, "expect": {"silent_for": 0.2}}, "connection", "expected it to wait in silence"),
        ({"half_close": True, "expect": {"closed": False}}, "connection", "expected it to stay open"),
        ({"send": "a\n", "expect": {"closed": True}}, "byte 1", 'the server sent "1 a\\n", expected no bytes'),
        ({"send": "a", "deadline": 0.1, "expect": {"line": "x"}}, "connection", "did not come within 0.1 s"),
        ({"send": "a", "deadline": 0.1, "expect": {"closed": True}}, "connection", "still open after 0.1 s"),
        ({"send": "a", "deadline": 0.1, "expect": {"text": ""}}, "connection", "not close the connection within 0.1 s"),
    ],
)  # fmt: skip
def test_what_came_otherwise_is_named_by_its_byte(played, step: dict, where: str, words: str) -> None:
    failure = failed(played, lines, {"raw": "a", **step})
    assert words in failure.summary
    assert failure.where == where
    assert failure.exchange == 0


def test_a_timeout_says_what_came_so_far(played) -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"5 hel")
        connection.recv(100)

    failure = failed(played, talk, {"raw": "a", "deadline": 0.1, "expect": {"line": "5 hello"}})
    assert failure.summary == 'connection a: the end of a line (\\n) did not come within 0.1 s; what came: "5 hel"'
    assert failure.cause is Cause.TIMEOUT


def test_reading_goes_on_where_the_last_step_stopped(played) -> None:
    played(
        lines,
        {"raw": "a", "send": "x\ny\nz\n", "expect": {"line": "1 x"}},
        {"raw": "b", "send": "other\n", "expect": {"line": "5 other"}},
        {"raw": "a", "expect": {"lines": ["1 y", "1 z"]}},
        {"raw": "a", "expect": {"closed": False}, "close": True},
        {"raw": "a", "send": "new\n", "expect": {"line": "3 new"}},
    )


def test_a_byte_is_counted_in_what_the_exchange_shows(played) -> None:
    failure = failed(
        played,
        lines,
        {"raw": "a", "send": "a long first line\n", "expect": {"line": "17 a long first line"}},
        {"raw": "a", "send": "hello\n", "expect": {"line": "5 hallo"}},
    )
    assert failure.where == "byte 4"
    assert failure.exchange == 1


def test_what_came_before_its_turn_is_shown_by_whoever_reads_it(played) -> None:
    with pytest.raises(Mismatch) as raised:
        played(
            lines,
            {"raw": "a", "send": "one\ntwo\n", "expect": {"line": "3 one", "silent_for": 0.3}},
        )
    assert raised.value.failure.where == "byte 7"

    def talk(connection: socket.socket) -> None:
        connection.sendall(b"one\ntwo\n")
        connection.recv(100)

    scene = played(talk, {"raw": "a", "expect": {"line": "one"}}, {"raw": "a", "expect": {"line": "two"}})
    assert [exchange.received for exchange in scene.exchanges] == [b"one\ntwo\n", b""]
    failure = failed(played, talk, {"raw": "a", "expect": {"line": "one"}}, {"raw": "a", "expect": {"line": "twx"}})
    assert failure.where == "byte 3"


def test_bytes_are_counted_on_after_an_http_answer(played) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(100)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        connection.recv(100)
        connection.sendall(b"more")
        connection.recv(100)

    ask = {"raw": "a", "send": "GET / HTTP/1.1\r\n\r\n"}
    step = {"raw": "a", "send": "x", "expect": {"starts_with": "mope"}}
    assert failed(played, talk, {**ask, "expect": {"response": {"status": 200}}}, step).where == "byte 3"
    both = {**ask, "expect": {"response": {"status": 200, "body": {"base64": "aGE="}}}}
    assert failed(played, talk, both).where == "body"


def test_megabytes_go_through_a_server_that_answers_while_we_send(played) -> None:
    start = time.monotonic()
    step = {"raw": "a", "send_fill": 4_000_000, "send_then": "\n", "half_close": True}
    scene = played(duplex, {**step, "expect": {"line_bytes": {"prefix": "", "same_as_sent": True}, "closed": True}})
    assert time.monotonic() - start < 4
    assert len(scene.exchanges[0].sent) < 100_000
    assert "4,000,001 bytes sent" in scene.exchanges[0].label


def test_a_server_that_does_not_read_is_a_fault_by_the_deadline(played) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(1)
        while True:
            time.sleep(0.01)
            connection.getpeername()

    failure = failed(played, talk, {"raw": "a", "send_fill": 16_000_000, "deadline": 0.3})
    assert "bytes unread for 0.3 s" in failure.summary
    assert failure.cause is Cause.TIMEOUT


def test_a_server_that_sends_without_end_is_a_fault_at_a_limit(played) -> None:
    def talk(connection: socket.socket) -> None:
        while True:
            connection.sendall(b"a" * 65536)

    for expect in ({"line": "x"}, {"text": "x"}):
        failure = failed(played, talk, {"raw": "a", "expect": expect})
        assert failure.cause is Cause.LIMIT
        assert "more than 8,388,608 bytes came" in failure.summary


@pytest.mark.parametrize(("close", "seen"), [("reset", "reset"), (True, "end")])
def test_a_connection_is_closed_as_asked(played, close: object, seen: str) -> None:
    ends = []

    def talk(connection: socket.socket) -> None:
        with suppress(OSError):
            connection.sendall(b"hello")
            connection.recv(100)
        try:
            ends.append("end" if connection.recv(100) == b"" else "more")
        except ConnectionResetError:
            ends.append("reset")

    played(talk, {"raw": "a", "expect": {"starts_with": "hello"}}, {"raw": "a", "send": "x", "close": close})
    end = time.monotonic() + 5
    while not ends and time.monotonic() < end:
        time.sleep(0.005)
    assert ends == [seen]


def test_http_answers_are_read_one_by_one(played, read_request, answer) -> None:
    def talk(connection: socket.socket) -> None:
        received = b""
        while received.count(b"\r\n\r\n") < 3:
            received += connection.recv(65536)
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
        connection.sendall(answer("200 OK", b"one") + head + answer("404 Not Found", b"three"))

    requests = "".join(f"{method} /{n} HTTP/1.1\r\nHost: x\r\n\r\n" for n, method in enumerate(("GET", "HEAD", "GET")))
    expect = {"responses": [{"text": "one"}, {"body": "empty"}, {"status": 404, "text": "three"}]}
    played(talk, {"raw": "a", "send": requests, "segments": 4, "pause": 0.001, "expect": expect})
    expect["responses"][2] = {"status": 200}
    failure = failed(played, talk, {"raw": "a", "send": requests, "expect": expect})
    assert "answer 3 of 3: the status is 404 Not Found, expected 200 OK" in failure.summary


def test_what_came_can_be_captured(played, answering, answer) -> None:
    capture = {"n": {"regex": r"id=(\d+)"}, "l": {"line": True}}
    step = {"raw": "a", "send": "id=42\n", "expect": {"line": {"type": "string"}}}
    scene = played(lines, {**step, "capture": capture})
    assert (scene.values.get("n"), scene.values.get("l")) == ("42", "5 id=42")
    http = {"raw": "a", "send": "GET / HTTP/1.1\r\n\r\n", "expect": {"response": {"status": 200}}}
    scene = played(answering(answer("200 OK", b'{"a": 1}')), {**http, "capture": {"a": "$.a", "s": {"status": True}}})
    assert (scene.values.get("a"), scene.values.get("s")) == (1, 200)


def test_nobody_listening_is_unreachable(played, serve) -> None:
    peer = serve(lines)
    peer.close()
    assert failed(played, peer, {"raw": "a", "send": "x\n"}).cause is Cause.UNREACHABLE
