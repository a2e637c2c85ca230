import runpy
import socket

held = []
try:
    for _ in range(100_000):
        held.append(socket.socket())
except OSError as error:
    print(len(held), error.strerror)

runpy.run_path("honest.py", run_name="__main__")
