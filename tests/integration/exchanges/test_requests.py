"""The step `request` against a server that really answers."""

from __future__ import annotations

import gzip
import json
import socket
import zlib

import pytest

from runner.errors import SuiteError
from runner.evidence import Cause, ExchangeKind
from runner.exchanges.faults import Mismatch
from runner.exchanges.play import play
from runner.ports import Ending


def failed(played, talk, *steps, **fields):
    with pytest.raises(Mismatch) as raised:
        played(talk, *steps, **fields)
    return raised.value.failure


@pytest.fixture
def echoing(read_request, answer):
    """Answer each request with what was received: first line, headers, body."""

    def talk(connection: socket.socket) -> None:
        head, body = read_request(connection)
        line, *headers = head.decode().split("\r\n")
        seen = {"line": line, "headers": headers, "body": body.decode("latin-1")}
        connection.sendall(answer("200 OK", json.dumps(seen).encode(), "Content-Type: application/json"))

    return talk


def test_a_target_is_sent_exactly_as_written(played, echoing) -> None:
    for target in ("/files/../x", "/a//b/./c", "/%2e%2e%2fetc", "/x?a=1&a=2#frag", "*", "/" + "a" * 3000):
        played(echoing, {"request": f"GET {target}", "expect": {"json": {"line": f"GET {target} HTTP/1.1"}}})


def test_headers_cookies_and_bodies_go_out_as_the_step_says(played, echoing) -> None:
    step = {
        "request": "POST /x",
        "headers": {"X-A": ["1", "2"], "User-Agent": None},
        "cookies": {"a": "1", "b": "2"},
        "json": {"n": "${int}"},
        "type": "application/vnd.api+json",
        "expect": {
            "json": {
                "headers": {
                    "contains": ["X-A: 1", "X-A: 2", "Cookie: a=1; b=2", "Content-Type: application/vnd.api+json"],
                    "each": {"not": {"contains": "User-Agent"}},
                },
                "body": '{"n": ${int}}',
            }
        },
    }
    scene = played(echoing, step)
    request = scene.exchanges[0].request
    assert request is not None
    assert request.body_size == len(request.body)
    assert ("X-A", "2") in request.headers


def test_a_chunked_body_says_so_and_has_no_length(played, serve, answer) -> None:
    received = bytearray()

    def talk(connection: socket.socket) -> None:
        while not received.endswith(b"0\r\n\r\n"):
            received.extend(connection.recv(65536))
        connection.sendall(answer())

    played(talk, {"request": "POST /", "text": "hello", "chunked": True})
    assert b"Transfer-Encoding: chunked" in received
    assert b"Content-Length" not in received
    assert received.endswith(b"\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")


def test_captures_of_all_kinds_serve_later_steps(played, answering, answer) -> None:
    body = b'{"id": 7, "tags": ["a", "b"], "url": "/items/7"}'
    reply = answer("201 Created", body, "Location: /items/7", "Set-Cookie: sid=abc")
    capture = {
        "id": "$.id",
        "count": {"json": "$.tags", "length": True},
        "where": {"header": "location"},
        "sid": {"cookie": "sid"},
        "number": {"regex": r'"id": (\d+)'},
        "code": {"status": True},
        "took": {"elapsed": True},
        "whole": {"text": True},
        "raw": {"bytes": True},
    }
    second = {
        "request": "GET ${where}?n=${count}",
        "expect": {"status": "${code}", "json": {"id": "${id}"}, "text": "${whole}", "body": {"same_as": "raw"}},
        "capture": {"again": "$.url"},
    }
    scene = played(answering(reply), {"request": "POST /", "capture": capture}, second)
    assert scene.exchanges[1].label == "GET /items/7?n=2"
    assert (scene.values.get("sid"), scene.values.get("number")) == ("abc", "7")
    assert 0 < scene.values.get("took") < 5


def test_what_cannot_be_captured_is_a_mismatch(played, answering, answer) -> None:
    reply = answering(answer("200 OK", b'{"a": 1}'))
    assert failed(played, reply, {"request": "GET /", "capture": {"x": "$.id"}}).summary.startswith("$.id is missing")
    header = {"request": "GET /", "capture": {"x": {"header": "Location"}}}
    assert "the header Location is missing" in failed(played, reply, header).summary


def test_a_jar_is_one_device(played, read_request, answer) -> None:
    def talk(connection: socket.socket) -> None:
        head, _ = read_request(connection)
        cookie = "Set-Cookie: sid=1" if b"/login" in head else "X-None: 1"
        connection.sendall(answer("200 OK", b"known" if b"Cookie: sid=1" in head else b"stranger", cookie))

    played(
        talk,
        {"request": "POST /login", "jar": "phone"},
        {"request": "GET /", "jar": "phone", "expect": {"text": "known"}},
        {"request": "GET /", "jar": "laptop", "expect": {"text": "stranger"}},
    )


def test_a_failure_names_place_exchange_and_the_log_of_that_request(scene_of, serve, read_request, answer) -> None:
    controls = []

    def talk(connection: socket.socket) -> None:
        head, _ = read_request(connection)
        controls[0].printed += head.decode().split("\r\n")[0] + "\n"
        connection.sendall(answer("200 OK", b'{"done": "false"}'))

    scene = scene_of(talk, {"request": "GET /1"}, {"request": "GET /2", "expect": {"json": {"done": False}}})
    controls.append(scene.control)
    with pytest.raises(Mismatch) as raised:
        play(scene)
    failure = raised.value.failure
    assert (failure.cause, failure.where, failure.exchange) == (Cause.MISMATCH, "json $.done", 1)
    said = '$.done is the text "false", expected the boolean false; it is a text: in JSON true and false have no quotes'
    assert failure.summary == said
    assert failure.log == "GET /2 HTTP/1.1\n"


@pytest.mark.parametrize(
    ("reply", "words", "cause"),
    [
        (b"", "the server closed the connection before it answered", Cause.MISMATCH),
        (b"HTTP/1.1 200", "the server closed the connection in the middle of the answer's head", Cause.MISMATCH),
        (b"hello\n", 'the answer is not HTTP: it begins with "hello\\n"', Cause.MISMATCH),
        (b"HTTP/1.1 200 OK\nA: b\n\n", "ends with \\n alone", Cause.MISMATCH),
        (b"HTTP/1.1 200 OK\r\nA : b\r\n\r\n", "not valid HTTP: illegal header line", Cause.MISMATCH),
        (b"HTTP/1.1 abc\r\n\r\n", "not valid HTTP: illegal status line", Cause.MISMATCH),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "says 9 bytes, but the server closed", Cause.MISMATCH),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc", "more bytes came than the header", Cause.MISMATCH),
        (b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "bad Content-Length", Cause.MISMATCH),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", "before the last chunk", Cause.MISMATCH),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "illegal chunk header", Cause.MISMATCH),
        (b"HTTP/1.1 204 No Content\r\n\r\noops", "status 204 has no body, but the server sent one", Cause.MISMATCH),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000, "the head of the answer is longer than 65,536 bytes", Cause.LIMIT),
    ],
)  # fmt: skip
def test_each_fault_is_said_in_plain_words(played, answering, reply: bytes, words: str, cause: Cause) -> None:
    failure = failed(played, answering(reply), {"request": "GET /"})
    assert words in failure.summary
    assert failure.cause is cause
    assert failure.exchange == 0


def test_a_body_after_head_is_a_fault_even_when_it_comes_late(played, read_request) -> None:
    def talk(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
        connection.sendall(b"hello")

    failure = failed(played, talk, {"request": "HEAD /"})
    assert "an answer to HEAD has no body, but the server sent one" in failure.summary


def test_answers_without_a_length_end_with_the_connection(played, answering) -> None:
    played(answering(b"HTTP/1.0 200 OK\r\n\r\nhello"), {"request": "GET /", "expect": {"text": "hello"}})
    played(
        answering(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nT: 1\r\n\r\n"),
        {"request": "GET /", "expect": {"text": "hello"}},
    )


def test_interim_answers_are_passed_over(played, answering, answer) -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
    played(answering(early, early, answer("200 OK", b"x")), {"request": "GET /", "expect": {"text": "x"}})


def test_a_compressed_body_is_read_though_nobody_asked(played, answering, answer) -> None:
    reply = answer("200 OK", gzip.compress(b'{"a": 1}'), "Content-Encoding: gzip")
    played(answering(reply), {"request": "GET /", "expect": {"json": {"a": 1}}})
    lie = answer("200 OK", b"plain", "Content-Encoding: gzip")
    assert "says gzip, but the body is not gzip" in failed(played, answering(lie), {"request": "GET /"}).summary


ZIPPED = gzip.compress(b"hello", mtime=0)  # without a time, which would be part of the names of these tests


@pytest.mark.parametrize(
    ("body", "coding", "text"),
    [
        (ZIPPED + gzip.compress(b" world", mtime=0), "gzip", "hello world"),  # two members
        (ZIPPED + b"\x1f", "gzip", "hello"),  # what comes behind it is no member
        (zlib.compress(b"hello"), "deflate", "hello"),
        (zlib.compress(b"hello") + ZIPPED, "deflate", "hello"),
        (b"", "gzip", ""),
    ],
)
def test_what_is_compressed_is_read_to_its_end(
    played, answering, answer, *, body: bytes, coding: str, text: str
) -> None:
    for reply in (answer("200 OK", body, f"Content-Encoding: {coding}"), in_chunks_of_one(body, coding)):
        played(answering(reply), {"request": "GET /", "expect": {"text": text}})


def in_chunks_of_one(body: bytes, coding: str) -> bytes:
    chunks = b"".join(b"1\r\n%c\r\n" % sign for sign in body)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    return head + chunks + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (ZIPPED[:-8], "gzip"),
        (ZIPPED[:-1], "gzip"),
        (ZIPPED + ZIPPED[:-4], "gzip"),
        (zlib.compress(b"x")[:-4], "deflate"),
    ],
)
def test_what_is_compressed_and_has_no_end_is_a_fault(played, answering, answer, body: bytes, coding: str) -> None:
    reply = answer("200 OK", body, f"Content-Encoding: {coding}")
    words = (
        f"the body is cut off: the header Content-Encoding says {coding}, and the end of the {coding} data never came"
    )
    assert words in failed(played, answering(reply), {"request": "GET /"}).summary
    # A part of a file may end anywhere, and an answer without a body has none that could be cut off.
    played(answering(answer("206 Partial Content", body, f"Content-Encoding: {coding}")), {"request": "GET /"})
    played(
        answering(f"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Encoding: {coding}\r\n\r\n".encode()),
        {"request": "HEAD /"},
    )


def refusing(reply: bytes):
    """Answer as soon as the head is there, and close without having read the body: that is a reset."""

    def talk(connection: socket.socket) -> None:
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(1)
        connection.recv(1, socket.MSG_PEEK)  # the body has come
        connection.sendall(reply)

    return talk


@pytest.mark.parametrize("reply", [b"HTTP/1.0 400 \r\n\r\n", b"HTTP/1.1 413 Too Large\r\nX: y\r\n\r\nno"])
def test_a_refusal_by_its_head_alone_may_leave_the_body_unread(played, reply: bytes) -> None:
    asked = {"request": "POST /", "text": "x" * 1000, "expect": {"status": int(reply[9:12])}}
    played(refusing(reply), asked)


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 400 Bad Request\r\nContent-Length: 9\r\n\r\nabc",
        b"HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nabc",
    ],
)
def test_a_body_that_was_promised_may_not_end_by_a_reset(played, reply: bytes) -> None:
    failure = failed(played, refusing(reply), {"request": "POST /", "text": "x" * 1000})
    assert "broke off the connection in the middle of the body" in failure.summary


@pytest.mark.parametrize("coding", ["br", "compress", "gzip, gzip", "nonsense"])
def test_a_coding_that_cannot_be_read_is_a_fault(played, answering, answer, coding) -> None:
    reply = answer("200 OK", b"plain", f"Content-Encoding: {coding}")
    assert f'says "{coding}", which' in failed(played, answering(reply), {"request": "GET /"}).summary


def test_an_early_refusal_is_read_though_we_still_send(played, answer) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(answer("413 Content Too Large", b"too big"))

    step = {"request": "POST /", "fill": 8_000_000, "expect": {"status": 413, "text": "too big"}}
    for _ in range(5):
        played(talk, step)


def test_a_server_that_hangs_up_on_a_large_body_counts_as_closed(played) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(1000)

    either = {"one_of": [{"status": 413}, {"closed": True}]}
    played(talk, {"request": "POST /", "fill": 8_000_000, "expect": either})


def test_a_kept_connection_is_used_again(played, serve, read_request, answer) -> None:
    def talk(connection: socket.socket) -> None:
        while read_request(connection)[0]:
            connection.sendall(answer("200 OK", b"x"))

    peer = serve(talk)
    step = {"request": "GET /", "keep_alive": "a"}
    played(peer, step, step, step, {"request": "GET /"})
    assert peer.accepted == 2


def test_a_server_that_does_not_keep_the_connection_is_told_so(played, answering, answer) -> None:
    step = {"request": "GET /", "keep_alive": "a"}
    failure = failed(played, answering(answer()), step, step)
    assert "closed the connection" in failure.summary
    assert failure.exchange == 1


@pytest.mark.parametrize(("status", "method"), [(302, "GET"), (303, "GET"), (307, "POST")])
def test_redirects_are_followed_when_asked(played, read_request, answer, status: int, method: str) -> None:
    def talk(connection: socket.socket) -> None:
        head, body = read_request(connection)
        if head.startswith(b"POST /old"):
            connection.sendall(answer(f"{status} Moved", b"", "Location: /new"))
        else:
            connection.sendall(answer("200 OK", head.split(b" ")[0] + b" " + body))

    expected = "POST body" if method == "POST" else "GET "
    played(talk, {"request": "POST /old", "text": "body", "follow": True, "expect": {"text": expected}})
    played(talk, {"request": "POST /old", "text": "body", "expect": {"status": status}})


def test_a_captured_url_of_the_server_is_requested_by_its_path(played, serve, read_request, answer) -> None:
    def talk(connection: socket.socket) -> None:
        head, _ = read_request(connection)
        host = next(line[6:] for line in head.decode().split("\r\n") if line.startswith("Host: "))
        connection.sendall(answer("200 OK", f'{{"url": "http://{host}/todos/1", "away": "http://x.test/"}}'.encode()))

    scene = played(talk, {"request": "GET /", "capture": {"url": "$.url"}}, {"request": "GET ${url}"})
    assert scene.exchanges[1].label == "GET /todos/1"
    failure = failed(played, talk, {"request": "GET /", "capture": {"url": "$.away"}}, {"request": "GET ${url}"})
    assert failure.summary == "the URL http://x.test/ does not lead to your server"


def test_nobody_listening_is_said_as_such(played, serve, answering) -> None:
    peer = serve(answering())
    peer.close()
    failure = failed(played, peer, {"request": "GET /"})
    assert failure.cause is Cause.UNREACHABLE
    assert f"nothing listens on port {peer.port}" in failure.summary


def test_a_fault_of_a_server_that_ended_is_a_crash_with_its_code(scene_of, answering) -> None:
    scene = scene_of(answering(b""), {"request": "POST /orders"})
    scene.control.ending = Ending(1)
    with pytest.raises(Mismatch) as raised:
        play(scene)
    assert raised.value.failure.cause is Cause.CRASHED
    assert raised.value.failure.summary == "the server ended with exit code 1 during POST /orders"


def test_a_server_that_ended_earlier_is_a_crash_before_the_request(scene_of, serve, answering) -> None:
    peer = serve(answering())
    peer.close()
    scene = scene_of(peer, {"request": "GET /"})
    scene.control.ending = Ending(3)
    with pytest.raises(Mismatch) as raised:
        play(scene)
    assert raised.value.failure.summary == "the server ended with exit code 3 before GET /"


def test_the_evidence_of_a_strange_answer_holds_its_bytes(scene_of, answering) -> None:
    scene = scene_of(answering(b"220 smtp ready\r\n"), {"request": "GET /"})
    with pytest.raises(Mismatch):
        play(scene)
    (exchange,) = scene.exchanges
    assert exchange.kind is ExchangeKind.HTTP
    assert exchange.response is None
    assert exchange.received == b"220 smtp ready\r\n"
    assert "not HTTP" in exchange.fault


def test_an_unknown_name_is_the_suites_mistake(played, answering, answer) -> None:
    with pytest.raises(SuiteError, match="the-check"):
        played(answering(answer()), {"request": "GET /${nobody}"})
    with pytest.raises(SuiteError, match="no step has started"):
        played(answering(answer()), {"request": "GET /", "to": "other"})
