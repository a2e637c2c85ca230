"""Look into the folders of a pack, whatever strange things lie there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def entries_of(folder: Path) -> tuple[Path, ...]:
    """Return what lies in a folder, in order; nothing for a folder that is not there or may not be read."""
    try:
        return tuple(sorted(folder.iterdir()))
    except OSError:
        return ()


def walk(folder: str, passed_over: frozenset[str] = frozenset()) -> Iterator[os.DirEntry[str]]:
    """Yield everything in a folder, at any depth; links are not followed, nor is looked into what cannot be read."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name not in passed_over:
                yield entry
                if entry.is_dir(follow_symlinks=False):
                    yield from walk(entry.path, passed_over)


def folder_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the folders in a folder that count: none that begin with a dot or underscore."""
    return tuple(entry.name for entry in entries_of(folder) if entry.name[0] not in "._" and entry.is_dir())


def lies_within(path: Path, home: Path) -> bool:
    """Tell whether a path, links followed, stays inside of a folder."""
    # Not Path.resolve, which raises on links that lead in a circle.
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(home))
