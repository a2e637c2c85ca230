import os
import socket
import threading

clients = {}


def serve(connection, address):
    buffer = b""
    try:
        while received := connection.recv(65536):
            *lines, buffer = (buffer + received).split(b"\n")
            for line in lines:
                connection.sendall(b"%d %s\n" % (len(line), line))
        if buffer:
            connection.sendall(b"%d %s\n" % (len(buffer), buffer))
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
while True:
    connection, address = server.accept()
    clients[address] = connection
    threading.Thread(target=serve, args=(connection, address), daemon=True).start()
