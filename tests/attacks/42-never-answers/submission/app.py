import os
import socket

listener = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
held = []
while True:
    held.append(listener.accept())
