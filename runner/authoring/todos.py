"""What an author still has to do: the lines of a kata that hold `TODO(kata):`.

A learner's `TODO` in a stub is another thing; this mark is for whoever writes the kata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from runner.authoring.check_folders import beginning_of, files_of
from runner.model import Kata

MARK: Final = "TODO(kata):"
_LINE: Final = re.compile(r"TODO\(kata\):[ \t]*(.*?)[ \t]*(?:-->|\*/)?[ \t]*$")


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that is still to do, and where."""

    file: str
    line: int
    text: str


def todos_of(kata: Kata) -> tuple[Todo, ...]:
    """Return everything that is still to do in a kata and its solutions, in the order of its files."""
    files = [path for home in (kata.folder, kata.solutions) for path in files_of(home)]
    return tuple(todo for path in files for todo in _todos(path, kata.folder.parent.parent))


def todos_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number and the words of each line that says what is to do."""
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.search(line)
        if found:
            yield number, found[1]


def _todos(path: Path, root: Path) -> Iterator[Todo]:
    text = beginning_of(path).decode("utf-8", "replace")
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    if MARK in text:
        yield from (Todo(shown, number, words) for number, words in todos_in(text))
