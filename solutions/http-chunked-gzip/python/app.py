"""Read bodies that come in chunks, and compress answers."""

import gzip
import os
import re
import socket
import threading
from contextlib import suppress
from typing import NamedTuple

LONGEST_HEAD = 16_384  # and longest line before or behind a chunk
LARGEST_BODY = 8_000_000
PATIENCE = 30  # seconds without a byte

CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(;.*)?", re.DOTALL)


class Refused(Exception):
    """This request cannot be served; the message is the status to answer."""


class Stream:
    """What one client sends, handed out in exactly the portions that are asked for."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.buffer = bytearray()  # has arrived, and belongs to nobody yet

    def take_until(self, mark: bytes) -> bytes:
        """Take everything before a mark, and the mark itself away."""
        while (end := self.buffer.find(mark)) == -1:
            if len(self.buffer) > LONGEST_HEAD:
                raise Refused("400 Bad Request")
            self._receive()
        taken = self.take(end + len(mark))
        return taken[:end]

    def take(self, count: int) -> bytes:
        """Take exactly so many bytes."""
        while len(self.buffer) < count:
            self._receive()
        taken = bytes(self.buffer[:count])
        del self.buffer[:count]
        return taken

    def _receive(self) -> None:
        received = self.connection.recv(65536)
        if not received:
            raise ConnectionError("the client has closed its end")
        self.buffer += received


class Request(NamedTuple):
    method: str
    path: str
    version: str
    headers: dict[str, str]
    body: bytes

    @property
    def is_last(self) -> bool:
        """Say whether the connection ends after this request."""
        return self.version == "HTTP/1.0" or self.headers.get("connection", "").lower() == "close"


def take_request(stream: Stream) -> Request:
    head = stream.take_until(b"\r\n\r\n").decode("latin-1")
    request_line, *header_lines = head.split("\r\n")
    words = request_line.split(" ")
    if len(words) != 3:
        raise Refused("400 Bad Request")
    headers = {}
    for line in header_lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip(" \t")
    return Request(*words, headers, take_body(stream, headers))


def take_body(stream: Stream, headers: dict[str, str]) -> bytes:
    coding = headers.get("transfer-encoding")
    if coding is None:
        return stream.take(allowed(declared_length(headers)))
    if coding.lower() != "chunked":
        raise Refused("501 Not Implemented")
    if "content-length" in headers:
        raise Refused("400 Bad Request")  # two ways to count: nobody knows which one is meant
    return take_chunks(stream)


def declared_length(headers: dict[str, str]) -> int:
    digits = headers.get("content-length", "0")
    if not re.fullmatch("[0-9]+", digits):
        raise Refused("400 Bad Request")
    return int(digits)


def take_chunks(stream: Stream) -> bytes:
    body = bytearray()
    while size := chunk_size(stream.take_until(b"\r\n")):
        body += stream.take(allowed(len(body) + size) - len(body))
        if stream.take(2) != b"\r\n":
            raise Refused("400 Bad Request")
    while stream.take_until(b"\r\n"):
        pass  # a trailer; the blank line ends them
    return bytes(body)


def chunk_size(line: bytes) -> int:
    parts = CHUNK_SIZE.fullmatch(line)
    if parts is None:
        raise Refused("400 Bad Request")
    return int(parts[1], 16)


def allowed(size: int) -> int:
    if size > LARGEST_BODY:
        raise Refused("413 Content Too Large")
    return size


def answer_to(request: Request) -> bytes:
    if request.method == "POST" and request.path == "/echo":
        return response("200 OK", {}, request.body)
    if request.method in ("GET", "HEAD") and request.path.startswith("/echo/"):
        headers = {"Vary": "Accept-Encoding"}
        body = request.path.removeprefix("/echo/").encode("latin-1")
        if accepts_gzip(request.headers.get("accept-encoding", "")):
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body)
        return response("200 OK", headers, body, head_only=request.method == "HEAD")
    return response("404 Not Found", {})


def accepts_gzip(accept_encoding: str) -> bool:
    for part in accept_encoding.lower().split(","):
        name, *parameters = (piece.strip(" \t") for piece in part.split(";"))
        if name == "gzip":
            return not any(re.fullmatch(r"q=0(\.0*)?", parameter) for parameter in parameters)
    return False


def response(status: str, headers: dict[str, str], body: bytes = b"", *, head_only: bool = False) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/octet-stream", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    head = "\r\n".join(lines).encode("ascii") + b"\r\n\r\n"
    return head if head_only else head + body


def serve(connection: socket.socket) -> None:
    """Answer requests until one of the two sides has had enough."""
    with connection:
        connection.settimeout(PATIENCE)
        stream = Stream(connection)
        try:
            is_last = False
            while not is_last:
                request = take_request(stream)
                connection.sendall(answer_to(request))
                is_last = request.is_last
        except Refused as refused:
            connection.sendall(response(str(refused), {}))


def serve_until_gone(connection: socket.socket) -> None:
    with suppress(OSError):  # when the client is silent for too long, or leaves
        serve(connection)


def main() -> None:
    with socket.create_server(("127.0.0.1", int(os.environ["PORT"])), backlog=64) as server:
        while True:
            connection, _ = server.accept()
            threading.Thread(target=serve_until_gone, args=(connection,), daemon=True).start()


main()
