import os
import time

for _ in range(3):
    if os.fork() == 0:
        hoard = bytearray(b"x") * (500 * 1024 * 1024)
        time.sleep(600)
time.sleep(600)
