import os
import socket
import threading


def serve(connection):
    buffer = b""
    with connection:
        try:
            while received := connection.recv(65536):
                buffer += received
                while b"\n" in buffer:
                    line, buffer = buffer.split(b"\n", 1)
                    connection.sendall(b"%d %s\n" % (len(line), line))
        except ConnectionError:
            pass


server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
