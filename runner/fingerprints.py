"""Digests that say whether something is still what it was: a folder's files, kata's own sources."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

import runner


def folder_digest(folder: Path, passed_over: Collection[str] = ()) -> str:
    """Return the SHA-256 of the files of a folder, names and contents, without those under certain names."""
    left_out = frozenset(passed_over)
    return _digest((path.relative_to(folder).as_posix(), path) for path in _files(folder, left_out))


@cache
def runner_digest() -> str:
    """Return the SHA-256 of kata's own sources."""
    root = Path(runner.__file__).parent
    own = (path for path in sorted(root.rglob("*.py")) if "bundled" not in path.relative_to(root).parts)
    return _digest((path.relative_to(root).as_posix(), path) for path in own)


def _files(folder: Path, left_out: frozenset[str]) -> Iterable[Path]:
    return (
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not left_out & set(path.relative_to(folder).parts)
    )


def _digest(files: Iterable[tuple[str, Path]]) -> str:
    total = hashlib.sha256()
    for name, path in files:
        content = path.read_bytes()
        total.update(f"{name} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()
