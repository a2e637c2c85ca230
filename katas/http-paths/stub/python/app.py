"""Read the path and the headers of a request by hand."""

import os
import socket

PORT = int(os.environ["PORT"])


def answer_to(head: bytes) -> bytes:
    """Return the whole answer to a request with this head (its lines up to the blank line)."""
    print(head, flush=True)  # what a browser really sends
    # TODO: look at the request line and the headers, then build the answer. README.md holds the rules; begin with R1.
    return b"HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n"


with socket.create_server(("127.0.0.1", PORT)) as server:
    print(f"listening on 127.0.0.1:{PORT}", flush=True)
    while True:
        connection, address = server.accept()
        with connection:
            # TODO: read up to the blank line, as in the kata before this one (R10).
            received = connection.recv(4096)
            connection.sendall(answer_to(received))
