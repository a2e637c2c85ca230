import os
import socket
import time

server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
connection, _ = server.accept()
connection.recv(65536)
body = b'{"message": "hello"}'
head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
connection.sendall(head.encode() + body)
connection.close()
while True:
    time.sleep(1)
