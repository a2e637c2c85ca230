import json
import os
import runpy
import socket

NEIGHBOURS = json.load(open("neighbours.json"))
ADDRESSES = [
    (socket.AF_INET, ("127.0.0.1", NEIGHBOURS["port"])),
    (socket.AF_INET6, ("::1", NEIGHBOURS["port"])),
    (socket.AF_INET6, ("::ffff:127.0.0.1", NEIGHBOURS["port"])),
    (socket.AF_UNIX, chr(0) + NEIGHBOURS["abstract"]),
    (socket.AF_UNIX, NEIGHBOURS["path"]),
    (socket.AF_UNIX, "/var/run/docker.sock"),
    (socket.AF_UNIX, "/run/dbus/system_bus_socket"),
    (socket.AF_INET, ("169.254.169.254", 80)),
    (socket.AF_INET, ("192.0.2.1", 80)),
]
for family, address in ADDRESSES:
    with socket.socket(family) as peer:
        peer.settimeout(0.5)
        try:
            peer.connect(address)
        except TimeoutError:
            print("it reached out to", address)
        except OSError:
            continue
        print("it reached", address)
print([value for name, value in os.environ.items() if name == "KATA_CANARY"])
for process in filter(str.isdigit, os.listdir("/proc")):
    try:
        print(open(f"/proc/{process}/environ").read().replace(chr(0), " "))
    except OSError:
        continue

runpy.run_path("honest.py", run_name="__main__")
