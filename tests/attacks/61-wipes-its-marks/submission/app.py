import ctypes
import os
import runpy
import sys

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        words = [sys.executable, "-c", "import ctypes, time; ctypes.CDLL(None).prctl(15, b'kata-attack', 0, 0, 0); time.sleep(600)"]
        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
        os.closerange(0, 256)
        os.chdir("/")
        os.execve(sys.executable, [*words, "kata-attack"], {})
    os._exit(0)

runpy.run_path("honest.py", run_name="__main__")
