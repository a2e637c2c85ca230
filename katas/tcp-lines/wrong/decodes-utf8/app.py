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
                    text = line.decode("utf-8")
                    connection.sendall(f"{len(line)} {text}\n".encode("utf-8"))
            if buffer:
                text = buffer.decode("utf-8")
                connection.sendall(f"{len(buffer)} {text}\n".encode("utf-8"))
        except ConnectionError:
            pass


server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
