"""Answer HTTP requests by hand."""

import os
import socket

PORT = int(os.environ["PORT"])

with socket.create_server(("127.0.0.1", PORT)) as server:
    print(f"listening on 127.0.0.1:{PORT}", flush=True)
    while True:
        connection, address = server.accept()
        with connection:
            received = connection.recv(1024)
            print(received, flush=True)  # what a browser really sends
            # TODO: read the request to its end, then send the right answer. README.md holds the rules; begin with R1.
            connection.sendall(b"HTTP/1.1 501 Not Implemented\r\n\r\n")
