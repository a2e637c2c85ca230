"""Receive files and give them back."""

import os
import re
import socket
import tempfile
import threading
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

LONGEST_HEAD = 16_384
LARGEST_BODY = 8_000_000
LONGEST_NAME = 255  # bytes, of most file systems
PATIENCE = 30  # seconds without a byte

FILES = Path(os.environ["KATA_DATA"], "files")
UPLOADS = Path(os.environ["KATA_DATA"], "uploads")  # not whole yet


class Request(NamedTuple):
    method: str
    path: str
    body: bytes


class Refused(Exception):
    """This request cannot be served; the message is the status to answer."""


def receive(connection: socket.socket) -> bytes:
    received = connection.recv(65536)
    if not received:
        raise ConnectionError("the client left in the middle of its request")
    return received


def read_request(connection: socket.socket) -> Request:
    """Return the next request when all of its body is there."""
    buffer = b""
    while b"\r\n\r\n" not in buffer:
        if len(buffer) > LONGEST_HEAD:
            raise Refused("431 Request Header Fields Too Large")
        buffer += receive(connection)
    head, _, beginning = buffer.partition(b"\r\n\r\n")
    request_line, *header_lines = head.decode("latin-1").split("\r\n")
    words = request_line.split(" ")
    if len(words) != 3:
        raise Refused("400 Bad Request")
    length = body_length(header_lines)
    body = bytearray(beginning)
    while len(body) < length:
        body += receive(connection)
    return Request(words[0], words[1].partition("?")[0], bytes(body[:length]))


def body_length(header_lines: list[str]) -> int:
    for line in header_lines:
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            digits = value.strip(" \t")
            if not re.fullmatch("[0-9]+", digits):
                raise Refused("400 Bad Request")
            if int(digits) > LARGEST_BODY:
                raise Refused("413 Content Too Large")
            return int(digits)
    return 0


def place_of(path: str) -> Path:
    """Return where the file of this path lies: always directly in our folder."""
    name = unquote_to_bytes(path.removeprefix("/files/"))
    if name in (b"", b".", b"..") or len(name) > LONGEST_NAME or any(sign in name for sign in b"/\\\0"):
        raise Refused("400 Bad Request")
    return FILES / os.fsdecode(name)


def keep(place: Path, body: bytes) -> None:
    """Write the file beside its place, and move it there when it is whole."""
    with tempfile.NamedTemporaryFile(dir=UPLOADS, delete=False) as file:
        file.write(body)
    os.replace(file.name, place)


def answer_to(request: Request) -> bytes:
    if not request.path.startswith("/files/"):
        return response("404 Not Found")
    place = place_of(request.path)
    if request.method == "POST":
        keep(place, request.body)
        return response("201 Created")
    if request.method == "GET":
        return response("200 OK", place.read_bytes()) if place.is_file() else response("404 Not Found")
    return response("501 Not Implemented")


def response(status: str, body: bytes = b"") -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\n"
        "Content-Type: application/octet-stream\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Connection: close\r\n"
        "\r\n"
    )
    return head.encode("ascii") + body


def serve(connection: socket.socket) -> None:
    """Answer one request and close."""
    with connection:
        connection.settimeout(PATIENCE)
        try:
            try:
                answer = answer_to(read_request(connection))
            except Refused as refused:
                answer = response(str(refused))
            connection.sendall(answer)
        except OSError:
            pass  # the client left in the middle, or was silent for too long


def main() -> None:
    FILES.mkdir(exist_ok=True)
    UPLOADS.mkdir(exist_ok=True)
    with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as server:
        while True:
            connection, _ = server.accept()
            threading.Thread(target=serve, args=(connection,), daemon=True).start()


main()
