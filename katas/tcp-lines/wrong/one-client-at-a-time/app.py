import os
import socket


def serve(connection):
    buffer = b""
    while True:
        received = connection.recv(65536)
        if not received:
            break
        *lines, buffer = (buffer + received).split(b"\n")
        for line in lines:
            connection.sendall(b"%d %s\n" % (len(line), line))
    if buffer:
        connection.sendall(b"%d %s\n" % (len(buffer), buffer))


server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
while True:
    connection, address = server.accept()
    with connection:
        try:
            serve(connection)
        except ConnectionError:
            pass
