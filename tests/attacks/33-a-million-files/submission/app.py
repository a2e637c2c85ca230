import os
import time

number = 0
while True:
    number += 1
    try:
        os.close(os.open(os.path.join(os.environ["KATA_DATA"], str(number)), os.O_CREAT | os.O_WRONLY))
    except OSError:
        time.sleep(0.1)
