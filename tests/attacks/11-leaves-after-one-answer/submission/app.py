import os
import socket

with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as listening:
    connection = listening.accept()[0]
    connection.recv(65536)
    body = "Welcome to the café!".encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    connection.sendall(head.encode() + body)
    connection.close()
os._exit(0)
