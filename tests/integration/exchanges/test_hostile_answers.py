"""Attack rows 42, 44, 45, 46 and 48: whatever a server sends, the check ends by its deadline and stays small."""

from __future__ import annotations

import gzip
import itertools
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from runner.evidence import Cause
from runner.exchanges.faults import Mismatch

DEADLINE = 0.5
SLACK = 1.0  # a busy machine
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def trickle(start: bytes, piece: bytes):
    """Send a piece every 20 ms, so that no single read ever waits long."""

    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(start)
        while True:
            connection.sendall(piece)
            threading.Event().wait(0.02)

    return talk


def flood(start: bytes, piece: bytes):
    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(start)
        while True:
            connection.sendall(piece)

    return talk


def accept_and_wait(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


def ended(played, talk, *steps: dict):
    start = time.monotonic()
    with pytest.raises(Mismatch) as raised:
        played(talk, *steps)
    assert time.monotonic() - start < DEADLINE + SLACK
    return raised.value.failure


@pytest.mark.parametrize(
    ("talk", "words"),
    [
        (accept_and_wait, "no answer within 0.5 s"),
        (trickle(b"", b"H"), "not HTTP"),
        (trickle(b"HTTP/1.1 200 OK\r\nX: ", b"a"), "the head of the answer did not end within 0.5 s"),
        (trickle(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n", b"a"), "the body did not end within 0.5 s"),
        (trickle(CHUNKED, b"1\r\na\r\n"), "the body did not end within 0.5 s"),
        (trickle(b"HTTP/1.1 200 OK\r\n\r\n", b"a"), "the body did not end within 0.5 s"),
    ],
)
def test_slow_answers_end_by_the_deadline(played, talk, words: str) -> None:
    failure = ended(played, talk, {"request": "GET /", "deadline": DEADLINE})
    assert words in failure.summary
    assert failure.cause is (Cause.MISMATCH if "not HTTP" in words else Cause.TIMEOUT)


def then_nothing(start: bytes):
    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(start)
        accept_and_wait(connection)

    return talk


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc", "3 bytes came, and Content-Length promises 1,000"),
        (CHUNKED + b"1\r\na\r\n", "1 byte came, and not the last chunk"),
        (b"HTTP/1.1 200 OK\r\n\r\nab", "2 bytes came, and neither a length nor the end of the connection"),
    ],
)
def test_a_body_that_stops_says_what_was_waited_for(played, start: bytes, words: str) -> None:
    failure = ended(played, then_nothing(start), {"request": "GET /", "deadline": DEADLINE})
    assert words in failure.summary


def test_a_server_that_never_accepts_is_late(played, serve) -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=0)
    port = listener.getsockname()[1]
    fillers = [socket.socket() for _ in range(4)]
    for filler in fillers:
        filler.setblocking(False)
        filler.connect_ex(("127.0.0.1", port))
    peer = serve(accept_and_wait)
    peer.port = port
    failure = ended(played, peer, {"request": "GET /", "deadline": DEADLINE})
    assert failure.cause is Cause.TIMEOUT
    for opened in (listener, *fillers):
        opened.close()


@pytest.mark.parametrize(
    ("talk", "words"),
    [
        (flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 50), "more than 20 interim answers"),
        (flood(b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 65536), "the body is longer than 10,485,760 bytes"),
        (flood(CHUNKED, b"ffff\r\n" + b"a" * 65535 + b"\r\n"), "the body is longer than 10,485,760 bytes"),
        (flood(b"HTTP/1.1 200 OK\r\n", b"X: " + b"a" * 1000 + b"\r\n"), "the head of the answer is longer than"),
    ],
)
def test_endless_answers_end_at_a_limit(played, talk, words: str) -> None:
    failure = ended(played, talk, {"request": "GET /", "deadline": 5})
    assert words in failure.summary
    assert failure.cause is Cause.LIMIT


def test_an_endless_body_in_tiny_chunks_ends_by_the_deadline(played) -> None:
    talk = flood(CHUNKED, b"1\r\na\r\n" * 5000)
    failure = ended(played, talk, {"request": "GET /", "deadline": DEADLINE})
    assert failure.cause is Cause.TIMEOUT


def test_a_gzip_bomb_ends_at_the_limit(played, answering, answer) -> None:
    bomb = gzip.compress(b"\0" * 60_000_000, compresslevel=1)
    failure = ended(played, answering(answer("200 OK", bomb, "Content-Encoding: gzip")), {"request": "GET /"})
    assert "longer than 10,485,760 bytes" in failure.summary
    assert failure.cause is Cause.LIMIT


def test_a_redirect_loop_ends_after_five(played, serve, answering, answer) -> None:
    peer = serve(answering(answer("302 Found", b"", "Location: /again")))
    failure = ended(played, peer, {"request": "GET /", "follow": True})
    assert "more than 5 redirects" in failure.summary
    assert peer.accepted == 6


@pytest.mark.parametrize(
    "location", ["http://127.0.0.1:1/", "http://example.com/", "//169.254.169.254/", "file:///etc/passwd"]
)
def test_a_redirect_elsewhere_is_not_followed(played, answering, answer, location: str) -> None:
    talk = answering(answer("302 Found", b"", f"Location: {location}"))
    failure = ended(played, talk, {"request": "GET /", "follow": True})
    assert failure.summary == f"GET /: the redirect leads away from your server: {location}"


@pytest.mark.parametrize("body", [b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000 + b"1" + b"}" * 100_000])
def test_deep_json_is_no_trouble(played, answering, answer, body: bytes) -> None:
    talk = answering(answer("200 OK", body))
    failure = ended(played, talk, {"request": "GET /", "expect": {"json": {"a": 1}}})
    assert "nested more than" in failure.summary
    ended(played, talk, {"request": "GET /", "capture": {"a": "$.a"}})


def test_huge_differing_texts_are_compared_quickly(played, answering, answer) -> None:
    ours, theirs = "a" * 3_000_000, ("a" * 1_500_000 + "\u202e" + "b" * 1_400_000).encode()
    failure = ended(played, answering(answer("200 OK", theirs)), {"request": "GET /", "expect": {"text": ours}})
    assert "differs at character 1500001" in failure.summary
    assert len(failure.summary) + len(failure.expected) + len(failure.actual) < 1000


def test_no_proxy_or_netrc_of_the_environment_is_read(played, answering, answer, tmp_path) -> None:
    code = "import sys; from runner.exchanges import play; print(sorted(n for n in sys.modules if n in sys.argv[1:]))"
    names = ["httpx", "netrc", "urllib.request", "ssl", "pydantic", "yaml"]
    root = Path(__file__).resolve().parents[3]
    run = subprocess.run([sys.executable, "-c", code, *names], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


MEASURED = """
import resource, socket, sys, threading
from runner.exchanges.client import Call, Client, Manner
from runner.exchanges.deadlines import Deadline
from runner.exchanges.expecting import expect_answer
from runner.exchanges.recorder import Recorder
import zlib
kind = sys.argv[1]
listener = socket.create_server(("127.0.0.1", 0))
def pieces():
    if kind == "endless":
        yield b"HTTP/1.1 200 OK\\r\\n\\r\\n"
        while True: yield b"a" * 65536
    if kind == "bomb":
        yield b"HTTP/1.1 200 OK\\r\\nContent-Encoding: gzip\\r\\n\\r\\n"
        squeeze = zlib.compressobj(1, wbits=31)
        while True: yield squeeze.compress(b"\\0" * 65536)
    if kind == "objects":
        yield b"HTTP/1.1 200 OK\\r\\n\\r\\n[" + b"{}," * 1_300_000 + b"{}]"
    if kind == "deep":
        yield b"HTTP/1.1 200 OK\\r\\n\\r\\n" + b"[" * 1_000_000
    if kind == "emoji":
        yield b"HTTP/1.1 200 OK\\r\\n\\r\\n\\"" + "\\U0001f600".encode() + b"a" * 3_900_000 + b"\\""
def serve():
    while True:
        connection, _ = listener.accept()
        connection.recv(65536)
        try:
            for piece in pieces(): connection.sendall(piece)
        except OSError: pass
        connection.close()
threading.Thread(target=serve, daemon=True).start()
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = peak()
answer = Client(Recorder()).send(Call("GET", "/", {}), Manner(Deadline.after(5), listener.getsockname()[1]))
problem = expect_answer({"json": {"a": 1}, "text": "x"}, answer, {}.get)
print(peak() - before, bool(problem))
"""


@pytest.mark.parametrize("kind", ["endless", "bomb", "objects", "deep", "emoji"])
def test_less_than_50_mb_are_used(kind: str) -> None:
    root = Path(__file__).resolve().parents[3]
    run = subprocess.run([sys.executable, "-c", MEASURED, kind], cwd=root, capture_output=True, text=True, check=True)
    used, problem = run.stdout.split()
    assert problem == "True"
    assert int(used) < 50


def test_many_clients_share_the_bound_of_one(played) -> None:
    talk = flood(b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 65536)
    failure = ended(played, talk, {"together": {"clients": 20, "request": "GET /"}})
    assert "the body is longer than 524,288 bytes" in failure.summary
    assert failure.cause is Cause.LIMIT


def test_every_cut_of_an_answer_is_a_fault_or_an_answer(played, answering, answer) -> None:
    whole = answer("200 OK", b"hello", "X-A: b")
    for length in itertools.chain(range(0, len(whole) - 1, 7), [len(whole) - 1]):
        with pytest.raises(Mismatch):
            played(answering(whole[:length]), {"request": "GET /"})
