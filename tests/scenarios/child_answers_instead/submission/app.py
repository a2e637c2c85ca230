import os
import socket
import subprocess
import sys
import time

port = int(os.environ["PORT"])
subprocess.Popen([sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"], stderr=subprocess.DEVNULL)
while True:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
        break
    except OSError:
        time.sleep(0.01)
time.sleep(1)  # reads its settings
socket.create_server(("127.0.0.1", port))
