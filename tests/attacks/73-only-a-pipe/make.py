"""Make a pipe of the program."""

import os
import sys

os.mkfifo(os.path.join(sys.argv[1], "app.py"))
