"""Serve what is a request, and refuse what is none."""

import os
import socket
import threading

PORT = int(os.environ["PORT"])


def serve(connection: socket.socket) -> None:
    """Talk with one client; a thread of its own runs this for each."""
    with connection:
        received = connection.recv(4096)
        print(received, flush=True)
        # TODO: read one request strictly, then serve or refuse it. README.md holds the rules; begin with R1.
        connection.sendall(b"HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n")


with socket.create_server(("127.0.0.1", PORT)) as server:
    print(f"listening on 127.0.0.1:{PORT}", flush=True)
    while True:
        connection, address = server.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()
