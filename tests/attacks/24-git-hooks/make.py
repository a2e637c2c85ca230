"""Make a repository, and a bare one inside, that run a program whenever git looks at them."""

import os
import sys
from pathlib import Path

TRACE = f"/tmp/{os.environ['KATA_ATTACK']}-git"
SETTINGS = "[core]\n\tbare = {bare}\n\tfsmonitor = touch {trace}; false\n\tsshCommand = touch {trace}\n"
HOOKS = ("post-checkout", "pre-commit", "post-index-change", "fsmonitor-watchman")

for place, bare in ((".git", "false"), ("fixtures", "true")):
    folder = Path(sys.argv[1]) / place
    for name in ("hooks", "objects", "refs/heads"):
        (folder / name).mkdir(parents=True)
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "config").write_text(SETTINGS.format(bare=bare, trace=TRACE))
    for hook in HOOKS:
        (folder / "hooks" / hook).write_text(f"#!/bin/sh\ntouch {TRACE}\n")
        (folder / "hooks" / hook).chmod(0o755)
