import atexit
import os
import socket

server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))


@atexit.register
def take_one_more():
    server.accept()


settings = {}
print("listening on", settings["colour"])
