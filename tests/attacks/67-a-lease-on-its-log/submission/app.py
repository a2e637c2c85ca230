import fcntl
import os
import runpy

try:
    fcntl.fcntl(os.open("/proc/self/fd/1", os.O_WRONLY), fcntl.F_SETLEASE, fcntl.F_WRLCK)
    print("it worked", flush=True)
except OSError as error:
    print(error, flush=True)
for number in (1, 2):
    try:
        fcntl.fcntl(number, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        print("it worked", flush=True)
    except OSError as error:
        print(error, flush=True)
runpy.run_path("honest.py", run_name="__main__")
