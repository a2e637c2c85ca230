"""Read bodies that come in chunks, and compress answers."""

import os
import socket
import threading

PORT = int(os.environ["PORT"])


def serve(connection: socket.socket) -> None:
    """Talk with one client; a thread of its own runs this for each."""
    with connection:
        received = connection.recv(4096)
        print(received, flush=True)
        # TODO: take your program of the kata before, then read chunks. Begin with R1 of README.md.
        connection.sendall(b"HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n")


with socket.create_server(("127.0.0.1", PORT)) as server:
    print(f"listening on 127.0.0.1:{PORT}", flush=True)
    while True:
        connection, address = server.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()
