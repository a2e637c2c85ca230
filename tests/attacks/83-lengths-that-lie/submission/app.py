import os
import socket
import threading
import random


def answer(connection):
    try:
        connection.recv(65536)
        length = random.choice([b"-1", b"99999999999999999999", b"5, 6", b"0x10", b"5\r\nContent-Length: 6", b"+5", b"\xd9\xa3"])
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: " + length + b"\r\n\r\n" + "Welcome to the caf\u00e9!".encode())
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        connection.close()


with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as listening:
    while True:
        threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()
