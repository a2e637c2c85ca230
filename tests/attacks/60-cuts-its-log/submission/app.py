import os
import runpy
import threading
import time

def flood():
    line = b"kata-attack " * 1000 + bytes([10])
    while True:
        os.write(1, line)
        os.ftruncate(1, 0)
        time.sleep(0.001)


threading.Thread(target=flood, daemon=True).start()

runpy.run_path("honest.py", run_name="__main__")
