"""Lay links to what only the grader may read."""

import sys
from pathlib import Path

folder = Path(sys.argv[1])
(folder / "leak.txt").symlink_to(folder.parent / "canary.txt")
(folder / "outside").symlink_to(folder.parent)
(folder / "passwd").symlink_to("/etc/passwd")
(folder / "self").symlink_to("/proc/self")
