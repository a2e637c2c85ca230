import os
import socket
import threading


def answer(connection):
    try:
        connection.recv(65536)
        nasty = (
            b"\x1b[2J\x1b[H\x1b]0;owned\x07\x1b]8;;http://evil/\x1b\\passed\x1b]8;;\x1b\\\x1b]52;c;ZXZpbA==\x07\rall passed"
            + "\u202epassed\u202c\u200b\u2066\ufeff\u00ad".encode()
            + b"\xff\xfe\x00\x9b31m"
        )
        os.write(1, nasty + b"\n")
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nX-Nasty: \xe2\x80\xae\r\nContent-Length: %d\r\n\r\n" % len(nasty) + nasty)
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        connection.close()


with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as listening:
    while True:
        threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()
