"""Make pipes and a socket, one of them where settings are looked for."""

import os
import socket
import sys

os.chdir(sys.argv[1])
for name in ("workspace.yaml", "requirements.txt", "data"):
    os.mkfifo(name)
with socket.socket(socket.AF_UNIX) as bound:
    bound.bind("socket")
