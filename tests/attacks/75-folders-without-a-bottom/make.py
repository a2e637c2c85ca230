"""Make folders in folders until the path is too long for most tools."""

import os
import sys

os.chdir(sys.argv[1])
for _ in range(1000):
    os.mkdir("d")
    os.chdir("d")
