"""Places in the learner's files, as links where the terminal has them (OSC 8)."""

from __future__ import annotations

import re
from urllib.parse import quote

from runner.reporters.terminal.style import Style

PLACE = re.compile(r"(?<![\w./:-])(?P<file>[\w-][\w./-]*\.\w{1,5}):(?P<line>\d+)(?!\S*://)")


def linked(line: str, folder: str, style: Style) -> str:
    """Return a finished line whose first place leads to its file; the text that is seen stays the same."""
    found = PLACE.search(line) if style.links and folder.startswith("/") else None
    if found is None or ".." in found["file"]:
        return line
    url = f"file://{quote(folder.rstrip('/'))}/{quote(found['file'])}"
    return f"{line[: found.start()]}\x1b]8;;{url}\x1b\\{found[0]}\x1b]8;;\x1b\\{line[found.end() :]}"
