"""Answer every line with its length in bytes and the line itself."""

import os
import selectors
import socket

selector = selectors.DefaultSelector()
buffers: dict[socket.socket, bytes] = {}


def answer_to(line: bytes) -> bytes:
    return b"%d %s\n" % (len(line), line)


def welcome(server: socket.socket) -> None:
    connection, _ = server.accept()
    connection.setblocking(False)
    buffers[connection] = b""
    selector.register(connection, selectors.EVENT_READ)


def serve(connection: socket.socket) -> None:
    received = connection.recv(65536)
    *lines, buffers[connection] = (buffers[connection] + received).split(b"\n")
    for line in lines:
        connection.send(answer_to(line))
    if not received:
        if buffers[connection]:
            connection.send(answer_to(buffers[connection]))
        let_go(connection)


def let_go(connection: socket.socket) -> None:
    selector.unregister(connection)
    del buffers[connection]
    connection.close()


def main() -> None:
    with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as server:
        selector.register(server, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is server:
                    welcome(server)
                    continue
                try:
                    serve(key.fileobj)
                except OSError:
                    let_go(key.fileobj)


main()
