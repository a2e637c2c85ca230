import os
import socket
import threading


def answer(connection):
    try:
        connection.recv(65536)
        body = b"".join(b"line %d of a text that differs everywhere\n" % (number * 7919 % 65537) for number in range(40000))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        connection.close()


with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as listening:
    while True:
        threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()
