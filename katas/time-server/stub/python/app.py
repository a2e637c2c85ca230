"""Tell the time to everybody who connects."""

import os
import socket

PORT = int(os.environ["PORT"])

with socket.create_server(("127.0.0.1", PORT)) as server:
    print(f"listening on 127.0.0.1:{PORT}", flush=True)
    while True:
        connection, address = server.accept()  # waits until a client connects
        print(f"{address} is here", flush=True)
        # TODO: send the line that README.md describes (R1). What is sent is bytes: text.encode() makes them.
        connection.sendall(b"TODO\n")
