import os
import socket
import threading


def serve(connection):
    with connection:
        try:
            while True:
                line = connection.recv(1024)
                if not line:
                    break
                if line.endswith(b"\n"):
                    line = line[:-1]
                connection.sendall(str(len(line)).encode() + b" " + line + b"\n")
        except ConnectionError:
            pass


server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
