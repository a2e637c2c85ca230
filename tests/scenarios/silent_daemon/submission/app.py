import os
import sys

# The program starts another one in the background and ends: a server that hides.
if os.fork():
    sys.exit(0)
os.setsid()
if os.fork():
    os._exit(0)
exec(open("server.py").read())
