import os
import socket
import threading
import random


def answer(connection):
    try:
        connection.recv(65536)
        place = random.choice([b"http://127.0.0.1:22/", b"http://169.254.169.254/latest", b"file:///etc/passwd", b"//[::1]:1/"])
        connection.sendall(b"HTTP/1.1 307 Temporary Redirect\r\nLocation: " + place + b"\r\nContent-Length: 0\r\n\r\n")
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        connection.close()


with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as listening:
    while True:
        threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()
