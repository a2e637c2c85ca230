"""Make files with names that are written to be printed."""

import os
import sys

for name in (
    b"\x1b[2J\x1b[H",
    b"a\n::error::pwned",
    "\u202egnp.exe".encode(),
    b"\xff\xfe",
    b"##[error]x",
    b"--help",
    b"$(id)",
):
    os.mkfifo(os.path.join(os.fsencode(sys.argv[1]), name))
    with open(os.path.join(os.fsencode(sys.argv[1]), name + b"2"), "wb"):
        pass
