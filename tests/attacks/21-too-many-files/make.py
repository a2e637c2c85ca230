"""Make 2,500 files in folders."""

import sys
from pathlib import Path

for number in range(2500):
    folder = Path(sys.argv[1]) / f"folder-{number % 50}"
    folder.mkdir(exist_ok=True)
    (folder / f"{number}.txt").touch()
