import os
import socket
import threading


def serve(connection):
    with connection:
        try:
            for line in connection.makefile("rb"):
                line = line.removesuffix(b"\n")
                if not line:
                    break
                connection.sendall(b"%d %s\n" % (len(line), line))
        except ConnectionError:
            pass


server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
