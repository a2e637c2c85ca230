"""Set the bits that make a program run as its owner and its group."""

import sys
from pathlib import Path

(Path(sys.argv[1]) / "become").chmod(0o6755)
