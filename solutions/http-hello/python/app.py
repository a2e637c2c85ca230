"""Answer HTTP requests by hand."""

import os
import socket
import threading
from contextlib import suppress

GREETING = "Welcome to the café!"
LONGEST_HEAD = 16_384
PATIENCE = 30  # seconds without a byte


def read_head(connection: socket.socket) -> bytes:
    """Return the request up to its blank line, or b"" when it never comes."""
    buffer = b""
    while b"\r\n\r\n" not in buffer:
        received = connection.recv(4096)
        buffer += received
        if not received or len(buffer) > LONGEST_HEAD:
            return b""
    return buffer.partition(b"\r\n\r\n")[0]


def response(status: str, text: str) -> bytes:
    body = text.encode("utf-8")
    head = (
        f"HTTP/1.1 {status}\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Connection: close\r\n"
        "\r\n"
    )
    return head.encode("ascii") + body


def answer_to(head: bytes) -> bytes:
    request_line = head.partition(b"\r\n")[0]
    words = request_line.split(b" ")
    if len(words) != 3:
        return response("400 Bad Request", "This is not an HTTP request.")
    method, target, _version = words
    path = target.partition(b"?")[0]
    if path != b"/":
        return response("404 Not Found", "There is nothing here.")
    if method != b"GET":
        return response("501 Not Implemented", "Only GET is known here.")
    return response("200 OK", GREETING)


def serve(connection: socket.socket) -> None:
    """Answer one request and close."""
    # OSError: the client left in the middle, or was silent for too long.
    with connection, suppress(OSError):
        connection.settimeout(PATIENCE)
        if head := read_head(connection):
            connection.sendall(answer_to(head))


def main() -> None:
    with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as server:
        while True:
            connection, _ = server.accept()
            threading.Thread(target=serve, args=(connection,), daemon=True).start()


main()
