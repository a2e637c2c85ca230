import os
import runpy
import threading
import time


def close():
    time.sleep(0.05)
    for place in (os.environ["KATA_DATA"], "/tmp", os.getcwd()):
        try:
            os.chmod(place, 0)
        except OSError as error:
            print(error, flush=True)


threading.Thread(target=close, daemon=True).start()
runpy.run_path("honest.py", run_name="__main__")
