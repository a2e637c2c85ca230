import os
import runpy
import time

for what, act in (
    ("the clock", lambda: time.clock_settime(time.CLOCK_REALTIME, 0)),
    ("its turn", lambda: os.nice(-5)),
    ("the schedule", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))),
    ("the preloaded libraries", lambda: open("/etc/ld.so.preload", "w").write("/kata/evil.so")),
    ("the limits", lambda: __import__("resource").setrlimit(__import__("resource").RLIMIT_NPROC, (9999, 9999))),
):
    try:
        act()
    except (OSError, ValueError):
        continue
    print("it changed", what)

runpy.run_path("honest.py", run_name="__main__")
