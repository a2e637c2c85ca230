"""Tell the time to everybody who connects."""

import os
import socket
from datetime import UTC, datetime


def line_of_now() -> bytes:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M\n").encode()


def main() -> None:
    with socket.create_server(("127.0.0.1", int(os.environ["PORT"])), backlog=64) as server:
        while True:
            connection, _ = server.accept()
            with connection:  # closes our end, whatever happens inside
                try:
                    connection.sendall(line_of_now())
                except OSError:
                    pass  # the client has left already: nobody is there to be told


main()
