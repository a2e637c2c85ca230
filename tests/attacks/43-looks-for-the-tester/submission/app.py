import os
import runpy

def listeners(table):
    for line in open(f"/proc/net/{table}").read().splitlines()[1:]:
        words = line.split()
        if words[3] == "0A":
            yield int(words[1].rpartition(":")[2], 16)


if set(listeners("tcp")) | set(listeners("tcp6")):
    print("somebody listens")
if len([name for name in os.listdir("/proc") if name.isdigit()]) > 2:
    print("somebody is there")
if len(open("/proc/net/unix").read().splitlines()) > 1:
    print("somebody has local sockets")

runpy.run_path("honest.py", run_name="__main__")
