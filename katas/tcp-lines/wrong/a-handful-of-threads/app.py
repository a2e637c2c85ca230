import os
import socket
from concurrent.futures import ThreadPoolExecutor


def serve(connection):
    buffer = b""
    with connection:
        try:
            while received := connection.recv(65536):
                *lines, buffer = (buffer + received).split(b"\n")
                for line in lines:
                    connection.sendall(b"%d %s\n" % (len(line), line))
            if buffer:
                connection.sendall(b"%d %s\n" % (len(buffer), buffer))
        except ConnectionError:
            pass


server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
with ThreadPoolExecutor(max_workers=4) as pool:
    while True:
        connection, address = server.accept()
        pool.submit(serve, connection)
