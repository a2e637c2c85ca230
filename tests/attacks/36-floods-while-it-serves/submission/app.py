import os
import runpy
import threading

def flood():
    line = b"kata-attack " * 5000 + bytes([10])
    while True:
        os.write(1, line)


threading.Timer(0.3, flood).start()

runpy.run_path("honest.py", run_name="__main__")
