"""Serve request after request on one connection."""

import os
import socket
import threading

PORT = int(os.environ["PORT"])
IDLE_SECONDS = int(os.environ["IDLE_SECONDS"])


def serve(connection: socket.socket) -> None:
    """Talk with one client; a thread of its own runs this for each."""
    with connection:
        received = connection.recv(4096)
        print(received, flush=True)
        # TODO: take one request off the stream, answer it, go on with the next. Begin with R1 of README.md.
        connection.sendall(b"HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n")


with socket.create_server(("127.0.0.1", PORT)) as server:
    print(f"listening on 127.0.0.1:{PORT}", flush=True)
    while True:
        connection, address = server.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()
