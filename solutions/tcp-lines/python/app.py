"""Answer every line with its length in bytes and the line itself."""

import os
import socket
import threading
from contextlib import suppress

LONGEST_LINE = 1_000_000


def answer_to(line: bytes) -> bytes:
    return b"%d %s\n" % (len(line), line)


def serve(connection: socket.socket) -> None:
    """Talk with one client until it has nothing more to say."""
    buffer = b""  # what has arrived but is not answered yet
    with connection:  # closes our end, whatever happens inside
        while received := connection.recv(65536):
            *lines, buffer = (buffer + received).split(b"\n")
            for line in lines:
                connection.sendall(answer_to(line))
            if len(buffer) > LONGEST_LINE:
                return  # no end of the line in sight: do not fill the memory with it
        if buffer:
            connection.sendall(answer_to(buffer))


def serve_until_gone(connection: socket.socket) -> None:
    with suppress(ConnectionError):  # the client left in the middle: nobody is there to be told
        serve(connection)


def main() -> None:
    with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as server:
        while True:
            connection, _ = server.accept()
            threading.Thread(target=serve_until_gone, args=(connection,), daemon=True).start()


main()
