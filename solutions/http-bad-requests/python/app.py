"""Serve what is a request, and refuse what is none."""

import os
import re
import socket
import threading
from contextlib import suppress
from typing import NamedTuple

LONGEST_HEAD = 32_768
LARGEST_BODY = 8_000_000
PATIENCE = 30  # seconds without a byte
GOODBYE = 0.5  # seconds for the client to read our refusal
STILL_READ = 1_000_000  # bytes that we let a refused client go on sending

TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
REQUEST_LINE = re.compile(r"([^ ]+) ([^ ]+) ([^ ]+)")
HEADER_LINE = re.compile(rf"({TOKEN}):([\t\x20-\x7e\x80-\xff]*)")
DIGITS = re.compile("[0-9]+")


class Request(NamedTuple):
    method: str
    path: str
    body: bytes


class Refused(Exception):
    """This is no request that we serve; the message is the status to answer."""


def receive(connection: socket.socket) -> bytes:
    received = connection.recv(16_384)
    if not received:
        raise ConnectionError("the client left in the middle of its request")
    return received


def read_request(connection: socket.socket) -> Request:
    """Return the request when all of it is there and right."""
    buffer = b""
    while (end := buffer.find(b"\r\n\r\n")) == -1:
        if len(buffer) > LONGEST_HEAD:
            raise Refused("431 Request Header Fields Too Large")
        buffer += receive(connection)
    request_line, *header_lines = buffer[:end].decode("latin-1").split("\r\n")
    method, target, version = words_of(request_line)
    length = body_length(headers_of(header_lines), version)
    body = bytearray(buffer[end + 4 :])
    while len(body) < length:
        body += receive(connection)
    return Request(method, target, bytes(body[:length]))


def words_of(request_line: str) -> tuple[str, str, str]:
    words = REQUEST_LINE.fullmatch(request_line)
    if words is None:
        raise Refused("400 Bad Request")
    if words[3] not in ("HTTP/1.0", "HTTP/1.1"):
        raise Refused("505 HTTP Version Not Supported")
    return words[1], words[2], words[3]


def headers_of(lines: list[str]) -> dict[str, list[str]]:
    """Return all values of each header, by its name in small letters."""
    headers: dict[str, list[str]] = {}
    for line in lines:
        parts = HEADER_LINE.fullmatch(line)
        if parts is None:
            raise Refused("400 Bad Request")
        headers.setdefault(parts[1].lower(), []).append(parts[2].strip(" \t"))
    return headers


def body_length(headers: dict[str, list[str]], version: str) -> int:
    """Return how long the body is, if the headers agree about it and about whom they are for."""
    hosts = len(headers.get("host", []))
    if hosts > 1 or (hosts == 0 and version == "HTTP/1.1"):
        raise Refused("400 Bad Request")
    if "transfer-encoding" in headers:
        raise Refused("501 Not Implemented")  # the body has another form than we know
    lengths = set(headers.get("content-length", ["0"]))
    if len(lengths) > 1 or not all(DIGITS.fullmatch(length) for length in lengths):
        raise Refused("400 Bad Request")
    length = int(lengths.pop()[:20])  # Python refuses to read numbers of thousands of digits
    if length > LARGEST_BODY:
        raise Refused("413 Content Too Large")
    return length


def answer_to(request: Request) -> bytes:
    if request.path != "/":
        raise Refused("404 Not Found")
    if request.method == "GET":
        return response("200 OK", b"Welcome!")
    if request.method == "POST":
        return response("200 OK", request.body)
    raise Refused("501 Not Implemented")


def response(status: str, body: bytes = b"") -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\n"
        "Content-Type: application/octet-stream\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Connection: close\r\n"
        "\r\n"
    )
    return head.encode("ascii") + body


def refuse(connection: socket.socket, status: str) -> None:
    """Say why, and read on for a moment: closing while bytes are unread may destroy the answer on its way."""
    connection.sendall(response(status))
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(GOODBYE)
    with connection.makefile("rb") as rest:
        rest.read(STILL_READ)


def serve(connection: socket.socket) -> None:
    """Answer one request and close."""
    with connection:
        connection.settimeout(PATIENCE)
        try:
            connection.sendall(answer_to(read_request(connection)))
        except Refused as refused:
            refuse(connection, str(refused))


def serve_until_gone(connection: socket.socket) -> None:
    with suppress(OSError):  # when the client leaves in the middle, or is silent for too long
        serve(connection)


def main() -> None:
    with socket.create_server(("127.0.0.1", int(os.environ["PORT"])), backlog=64) as server:
        while True:
            connection, _ = server.accept()
            threading.Thread(target=serve_until_gone, args=(connection,), daemon=True).start()


main()
