import os

if "PORT" not in os.environ:
    os._exit(0)
