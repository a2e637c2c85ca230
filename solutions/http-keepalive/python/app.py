"""Serve request after request on one connection."""

import os
import re
import socket
import threading
from contextlib import suppress
from typing import NamedTuple

LONGEST_HEAD = 16_384
LARGEST_BODY = 8_000_000
IDLE_SECONDS = int(os.environ["IDLE_SECONDS"])


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
                raise Refused("431 Request Header Fields Too Large")
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
    # The body is part of the request, whatever we think of its path. Left in the stream, it would be the next request.
    return Request(*words, headers, stream.take(body_length(headers)))


def body_length(headers: dict[str, str]) -> int:
    if "transfer-encoding" in headers:
        raise Refused("501 Not Implemented")  # the body has another form than we know
    digits = headers.get("content-length", "0")
    if not re.fullmatch("[0-9]+", digits):
        raise Refused("400 Bad Request")
    if int(digits) > LARGEST_BODY:
        raise Refused("413 Content Too Large")
    return int(digits)


def answer_to(request: Request) -> bytes:
    if request.method == "GET" and request.path.startswith("/echo/"):
        return response("200 OK", request.path.removeprefix("/echo/").encode("latin-1"))
    if request.method == "POST" and request.path == "/echo":
        return response("200 OK", request.body)
    return response("404 Not Found", b"There is nothing here.")


def response(status: str, body: bytes = b"") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/octet-stream\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode("ascii") + body


def serve(connection: socket.socket) -> None:
    """Answer requests until one of the two sides has had enough."""
    with connection:
        connection.settimeout(IDLE_SECONDS)
        stream = Stream(connection)
        try:
            is_last = False
            while not is_last:
                request = take_request(stream)
                connection.sendall(answer_to(request))
                is_last = request.is_last
        except Refused as refused:
            connection.sendall(response(str(refused)))


def serve_until_gone(connection: socket.socket) -> None:
    with suppress(OSError):  # when the client is silent for too long, or leaves
        serve(connection)


def main() -> None:
    with socket.create_server(("127.0.0.1", int(os.environ["PORT"])), backlog=128) as server:
        while True:
            connection, _ = server.accept()
            threading.Thread(target=serve_until_gone, args=(connection,), daemon=True).start()


main()
