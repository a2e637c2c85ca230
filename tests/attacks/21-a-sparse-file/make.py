"""Make a file of 50 GB."""

import sys
from pathlib import Path

with (Path(sys.argv[1]) / "video.bin").open("wb") as file:
    file.truncate(50 * 1024**3)
