"""Receive files and give them back."""

import os
import socket

PORT = int(os.environ["PORT"])
FOLDER = os.environ["KATA_DATA"]  # what you put into this folder is still there the next time

with socket.create_server(("127.0.0.1", PORT)) as server:
    print(f"listening on 127.0.0.1:{PORT}", flush=True)
    while True:
        connection, address = server.accept()
        with connection:
            received = connection.recv(4096)
            print(received, flush=True)  # the head, and perhaps a part of the body
            # TODO: read the head and the whole body, then keep it or give it back. Begin with R1 of README.md.
            connection.sendall(b"HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n")
