import ctypes
import os
import runpy

BLOCK = bytes(1024 * 1024)
for folder in ("/dev/shm", "/tmp", "/run", "/dev", "/"):
    try:
        for number in range(1000):
            with open(f"{folder}/kata-attack-{number}", "wb") as file:
                file.write(BLOCK * 8)
    except OSError as error:
        print(folder, error.strerror)
for number in range(100):
    descriptor = ctypes.CDLL(None).syscall(319, b"kata-attack", 0)
    if descriptor < 0:
        break
    print("it has memory without a name")
for folder in ("/dev/shm", "/tmp"):
    for name in os.listdir(folder):
        if name.startswith("kata-attack"):
            os.unlink(f"{folder}/{name}")

runpy.run_path("honest.py", run_name="__main__")
