"""Answer every line with its length in bytes and the line itself."""

import os
import socket

PORT = int(os.environ["PORT"])

with socket.create_server(("127.0.0.1", PORT)) as server:
    print(f"listening on 127.0.0.1:{PORT}", flush=True)
    while True:
        connection, address = server.accept()  # waits until a client connects
        with connection:
            received = connection.recv(1024)  # waits until some bytes are there
            print(f"{address} sent {received!r}", flush=True)
            # TODO: answer each line. README.md holds the rules; begin with R1.
            connection.sendall(b"TODO\n")
