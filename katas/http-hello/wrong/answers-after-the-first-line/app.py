import os
import socket
import threading


def response(status, text):
    body = text.encode("utf-8")
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode("ascii") + body


def serve(connection):
    with connection, connection.makefile("rb") as incoming:
        try:
            request_line = incoming.readline()
            path = request_line.split(b" ")[1]
            if path == b"/":
                connection.sendall(response("200 OK", "Welcome to the café!"))
            else:
                connection.sendall(response("404 Not Found", "not here"))
            for header in incoming:
                if header == b"\r\n":
                    break
        except (ConnectionError, IndexError):
            pass


server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
