"""Fit help pages into the terminal; loads next to nothing, since help has to be there at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

USUAL_WIDTH = 80
WIDEST = 100
LEAST_ROOM = 20  # for the right of two columns; with less it goes below the left one
DEEPER = 4


def terminal_width() -> int:
    """Return how many columns there are to write into, at most WIDEST."""
    return min(_columns(), WIDEST)


def fitted(page: str, width: int) -> str:
    """Return a page with its long lines broken; what stands in two columns stays in them where there is room."""
    return "\n".join(part for line in page.split("\n") for part in _broken(line, width))


def _broken(line: str, width: int) -> Iterator[str]:
    if len(line) <= width:
        yield line
        return
    margin = len(line) - len(line.lstrip())
    gap = line.find("  ", margin)
    right = line[gap:].lstrip() if gap >= 0 else ""
    left = line[: len(line) - len(right)]
    if not right:
        yield from _filled(line.split(), " " * margin, margin, width)
    elif width - len(left) >= max(LEAST_ROOM, *map(len, right.split())):
        yield from _filled(right.split(), left, len(left), width)
    else:
        deeper = margin + DEEPER
        yield from _filled(left.split(), " " * margin, deeper, width)
        yield from _filled(right.split(), " " * deeper, deeper, width)


def _filled(words: list[str], first: str, margin: int, width: int) -> Iterator[str]:
    """Give lines of these words: the first begins with its own text, the others with a margin."""
    line, is_empty = first, True
    for word in words:
        if not is_empty and len(line) + 1 + len(word) > width:
            yield line
            line, is_empty = " " * margin, True
        line += word if is_empty else f" {word}"
        is_empty = False
    yield line


def _columns() -> int:
    # As shutil.get_terminal_size, without the compression modules that shutil loads.
    if os.environ.get("COLUMNS", "").isdecimal():
        return int(os.environ["COLUMNS"]) or USUAL_WIDTH
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or USUAL_WIDTH if sys.__stdout__ else USUAL_WIDTH
    except (OSError, ValueError):
        return USUAL_WIDTH
