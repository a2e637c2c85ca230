"""Read the path and the headers of a request by hand."""

import os
import socket
import threading
from contextlib import suppress
from urllib.parse import unquote_to_bytes

LONGEST_HEAD = 16_384
PATIENCE = 30  # seconds without a byte


def receive(connection: socket.socket) -> bytes:
    received = connection.recv(4096)
    if not received:
        raise ConnectionError("the client left in the middle of its request")
    return received


def read_head(connection: socket.socket) -> bytes:
    """Return the request up to its blank line."""
    buffer = b""
    while b"\r\n\r\n" not in buffer:
        if len(buffer) > LONGEST_HEAD:
            raise ConnectionError("this head is too long")
        buffer += receive(connection)
    return buffer.partition(b"\r\n\r\n")[0]


def headers_of(lines: list[bytes]) -> dict[bytes, bytes]:
    """Return the headers by their names in small letters."""
    headers = {}
    for line in lines:
        name, _, value = line.partition(b":")
        headers[name.lower()] = value.strip(b" \t")
    return headers


def response(status: str, body: bytes) -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Connection: close\r\n"
        "\r\n"
    )
    return head.encode("ascii") + body


def answer_to(head: bytes) -> bytes:
    request_line, *header_lines = head.split(b"\r\n")
    method, _, rest = request_line.partition(b" ")
    target, _, _version = rest.partition(b" ")
    path, _, _query = target.partition(b"?")
    if method == b"GET" and path.startswith(b"/echo/"):
        return response("200 OK", unquote_to_bytes(path.removeprefix(b"/echo/")))
    if method == b"GET" and path == b"/user-agent":
        return response("200 OK", headers_of(header_lines).get(b"user-agent", b""))
    return response("404 Not Found", b"There is nothing here.")


def serve(connection: socket.socket) -> None:
    """Answer one request and close."""
    with connection, suppress(OSError):  # when the client leaves in the middle, or is silent for too long
        connection.settimeout(PATIENCE)
        connection.sendall(answer_to(read_head(connection)))


def main() -> None:
    with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as server:
        while True:
            connection, _ = server.accept()
            threading.Thread(target=serve, args=(connection,), daemon=True).start()


main()
