import os
import socket
import threading
import random


def answer(connection):
    try:
        connection.recv(65536)
        body = random.choice([b"[" * 500000, b'{"a":' * 200000, b"1e999999", b"9" * 5000, b"NaN", b'"\\ud800"', b'{"id": 1, "id": 2}'])
        head = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        connection.sendall(head + body)
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        connection.close()


with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as listening:
    while True:
        threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()
