import os
import socket
import threading


def answer(connection):
    try:
        connection.recv(65536)
        connection.sendall(
            b"HTTP/1.1 200 \x1b[2J::error::owned ##[group]\r\nX-\x1b: \x1b]0;x\x07\r\n::add-mask::x: ##[error]\r\n"
            b"Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"
        )
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        connection.close()


with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as listening:
    while True:
        threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()
