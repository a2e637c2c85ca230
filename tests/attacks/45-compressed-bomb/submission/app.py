import os
import socket
import threading
import gzip
import zlib


def answer(connection):
    try:
        connection.recv(65536)
        for packed in (gzip.compress(bytes(1 << 28), 9), zlib.compress(bytes(1 << 28), 9)):
            kind = b"gzip" if packed[:2] == bytes([31, 139]) else b"deflate"
            head = b"HTTP/1.1 200 OK\r\nContent-Encoding: " + kind + b", " + kind + b"\r\nContent-Length: %d\r\n\r\n"
            connection.sendall(head % len(packed) + packed)
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        connection.close()


with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as listening:
    while True:
        threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()
