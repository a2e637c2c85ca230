import os
import socket
import threading


def answer_to(line):
    text = line.decode("utf-8", "surrogateescape")  # survives every byte
    return f"{len(text)} {text}\n".encode("utf-8", "surrogateescape")


def serve(connection):
    buffer = b""
    with connection:
        try:
            while received := connection.recv(65536):
                *lines, buffer = (buffer + received).split(b"\n")
                for line in lines:
                    connection.sendall(answer_to(line))
            if buffer:
                connection.sendall(answer_to(buffer))
        except ConnectionError:
            pass


server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
