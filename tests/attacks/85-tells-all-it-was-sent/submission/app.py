import os
import socket
import threading

lock = threading.Lock()
seen = []


def answer(connection):
    try:
        connection.recv(65536)
        with lock:
            seen.append(b"kata-attack saw a request")
            told = b" ".join(seen)
        os.write(1, told + b"\n")
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nX-Seen: " + told[:4000] + b"\r\nContent-Length: %d\r\n\r\n" % len(told) + told)
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        connection.close()


with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as listening:
    while True:
        threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()
