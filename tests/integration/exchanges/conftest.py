"""A tiny server in a thread as the program under test, and a supervisor that pretends to own it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from runner.evidence import Explanation
from runner.exchanges.play import open_scene, play
from runner.exchanges.scene import Scene
from runner.model import Check, Sharing
from runner.ports import MAIN, Ending, Endpoint

Serve = Callable[[socket.socket], None]


class Peer:
    """Accept connections and let a function talk on each, in a thread of its own."""

    def __init__(self, serve: Serve, backlog: int = 50) -> None:
        self.serve = serve
        self.accepted = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=backlog)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.accepted += 1
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            self.serve(connection)

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


class Control:
    """A supervisor of one peer: it starts nothing and notes what it was asked to do."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[str] = []
        self.printed = ""
        self.ending: Ending | None = None
        self.files: tuple[str, ...] = ()
        self.rows: list[list[object]] = []
        self.terminated = Ending(0)
        self.explanation = Explanation()

    def acquire(self, server, data, env):
        self.asked.append(f"acquire {server} {data} {dict(env)}")
        return Endpoint(self.port, "/data")

    def restart(self, by, env=None):
        self.asked.append(f"restart {by} {env}")
        return Endpoint(self.port, "/data")

    def kill(self):
        self.asked.append("kill")
        return Ending(-9)

    def terminate(self, within):
        self.asked.append(f"terminate {within}")
        return self.terminated

    def start(self, env=None):
        self.asked.append(f"start {env}")
        return Endpoint(self.port, "/data")

    def refuses_to_start(self, env, within, data=Sharing.FRESH):
        self.asked.append(f"refuses {dict(env)} {within}")
        return self.terminated

    def second(self, name, env=None):
        self.asked.append(f"second {name} {env}")
        return Endpoint(self.port, "/data", name)

    def stop(self, name):
        self.asked.append(f"stop {name}")
        return Ending(-9)

    def ended(self, name=MAIN):
        return self.ending

    def log_size(self, name=MAIN):
        return len(self.printed)

    def log(self, since=0, name=MAIN):
        return self.printed[since:]

    def data_search(self, needle):
        self.asked.append(f"search {needle!r}")
        return self.files

    def sql(self, query, file=""):
        if query.startswith("bad"):
            raise ValueError("no such table: bad")
        return self.rows

    def open_files(self, name=MAIN):
        return 7

    def explain(self, symptom, since=0, name=MAIN):
        self.asked.append(f"explain {symptom}")
        return self.explanation


@pytest.fixture
def serve() -> Iterator[Callable[..., Peer]]:
    """Start peers that are gone when the test is over."""
    peers: list[Peer] = []

    def start(talk: Serve, backlog: int = 50) -> Peer:
        peers.append(Peer(talk, backlog))
        return peers[-1]

    yield start
    for peer in peers:
        peer.close()


@pytest.fixture
def scene_of(serve) -> Iterator[Callable[..., Scene]]:
    """Open the scene of a check with these steps against a peer."""
    scenes: list[Scene] = []

    def open_it(talk: Serve | Peer, *steps: dict, **fields) -> Scene:
        peer = talk if isinstance(talk, Peer) else serve(talk)
        check = Check("the-check", "R1", "It works", "Because", steps=steps, **fields)
        scenes.append(open_scene(check, Control(peer.port), 7, {"SECRET": "hush"}))
        return scenes[-1]

    yield open_it
    for scene in scenes:
        scene.close()


@pytest.fixture
def played(scene_of) -> Callable[..., Scene]:
    """Open a scene and play it."""

    def play_it(talk: Serve | Peer, *steps: dict, **fields) -> Scene:
        scene = scene_of(talk, *steps, **fields)
        play(scene)
        return scene

    return play_it


def read_head(connection: socket.socket) -> bytes:
    """Read a request's head (and whatever comes with it)."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65536)
        if not piece:
            return received
        received += piece
    return received


def read_request(connection: socket.socket) -> tuple[bytes, bytes]:
    """Read a whole request with a Content-Length; return head and body."""
    head, _, body = read_head(connection).partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        piece = connection.recv(65536)
        if not piece:
            break
        body += piece
    return head, body


def answer(status: str = "200 OK", body: bytes = b"", *headers: str) -> bytes:
    """Return the bytes of an answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def answering(*replies: bytes) -> Serve:
    """Return a way to serve that answers each request with the same bytes."""

    def talk(connection: socket.socket) -> None:
        read_request(connection)
        for reply in replies:
            connection.sendall(reply)

    return talk


@pytest.fixture(name="answer")
def _answer() -> Callable[..., bytes]:
    return answer


@pytest.fixture(name="answering")
def _answering() -> Callable[..., Serve]:
    return answering


@pytest.fixture(name="read_request")
def _read_request() -> Callable[[socket.socket], tuple[bytes, bytes]]:
    return read_request
