import os
import sys

if "HELLO_SETTINGS" not in os.environ:
    sys.exit(3)
