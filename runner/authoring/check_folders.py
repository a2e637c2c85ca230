"""Look at a kata's folders: known tracks, a TODO in every stub, notes on every solution, nothing astray."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from runner.errors import Mistake
from runner.model import Kata
from runner.sources.folders import entries_of, folder_names, lies_within, walk
from runner.strict_models import did_you_mean

# Left behind by programs and editors; git ignores most of them too.
PASSED_OVER: Final = frozenset({"__pycache__", ".DS_Store", ".gitkeep", ".pytest_cache", ".ruff_cache", "node_modules"})
_BEGINNING: Final = 1_000_000
_IN_KATA: Final = frozenset(
    {"kata.yaml", "README.md", "stub", "suite", "wrong", "samples", "mutants.json", "patterns.json", "repeats.json"}
)
# Tests, and data that they read, with the licence of what came from elsewhere.
_IN_SUITE: Final = re.compile(r"checks\.yaml|test_\w+\.py|conftest\.py|[\w-]+\.json|[\w-]+\.LICENSE\.txt")


def pack_folder_mistakes(root: Path, listed: frozenset[str]) -> Iterator[Mistake]:
    """Yield every folder and file of katas/ and solutions/ that belongs to no kata of katas.yaml."""
    for parent in ("katas", "solutions"):
        yield from _strays(root / parent, Path.is_dir, f"Only folders of katas belong in {parent}/.")
        for name in folder_names(root / parent):
            if name not in listed:
                fix = f"Add '{name}' to a stage of katas.yaml, or remove the folder."
                yield _at(root / parent / name, "this folder belongs to no kata of katas.yaml", fix)


def folder_mistakes(kata: Kata, tracks: frozenset[str]) -> Iterator[Mistake]:
    """Yield what is wrong with the folders of one kata."""
    yield from _strays(kata.folder, _belongs_in_kata, f"A kata holds {', '.join(sorted(_IN_KATA))}.")
    fix = (
        "A suite holds checks.yaml, test_*.py, and the data of tests: NAME.json, with its licence in NAME.LICENSE.txt."
    )
    yield from _strays(kata.suite_folder, _belongs_in_suite, fix)
    for folder in (kata.folder / "stub", kata.folder / "wrong", kata.folder / "samples", kata.solutions):
        yield from _strays(folder, Path.is_dir, f"Only folders belong in {folder.name}/.")
    yield from _links(kata)
    yield from _stubs(kata, tracks)
    yield from _solutions(kata, tracks)


def files_of(folder: Path) -> tuple[Path, ...]:
    """Return the files of a folder that count, at any depth, in order."""
    found = (each for each in walk(str(folder), PASSED_OVER) if not each.is_dir(follow_symlinks=False))
    # Not DirEntry.is_file, which raises on links that lead in a circle.
    return tuple(sorted(path for path in (Path(each.path) for each in found) if path.is_file()))


def beginning_of(path: Path) -> bytes:
    """Return the beginning of a file, or nothing for one that cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_BEGINNING)
    except OSError:
        return b""


def _at(path: Path, message: str, fix: str) -> Mistake:
    return Mistake(str(path), 1, 1, message, fix)


def _belongs_in_kata(path: Path) -> bool:
    return path.name in _IN_KATA


def _belongs_in_suite(path: Path) -> bool:
    return _IN_SUITE.fullmatch(path.name) is not None


def _strays(folder: Path, belongs: Callable[[Path], bool], fix: str) -> Iterator[Mistake]:
    for path in entries_of(folder):
        if path.name not in PASSED_OVER and not belongs(path):
            yield _at(path, f"{path.name} does not belong here", fix)


def _links(kata: Kata) -> Iterator[Mistake]:
    """Yield every link that leads out of the kata: it would copy a stranger's file to the learner."""
    for home in (kata.folder, kata.solutions):
        for path in sorted(Path(entry.path) for entry in walk(str(home)) if entry.is_symlink()):
            if not lies_within(path, home):
                yield _at(path, "this link leads out of the kata", "Replace it by a copy of the file.")


def _stubs(kata: Kata, tracks: frozenset[str]) -> Iterator[Mistake]:
    for name in folder_names(kata.folder / "stub"):
        folder = kata.folder / "stub" / name
        yield from _track(folder, tracks)
        files = files_of(folder)
        if not files:
            yield _at(folder, "this stub is empty", "Add the program that the learner starts from.")
        elif not any(b"TODO" in beginning_of(path) for path in files):
            yield _at(files[0], "this stub holds no TODO", "Write TODO where the learner's work begins.")


def _solutions(kata: Kata, tracks: frozenset[str]) -> Iterator[Mistake]:
    names = folder_names(kata.solutions)
    if not names:
        yield _at(kata.solutions, "there is no solution", f"Add solutions/{kata.slug}/python/ or another track.")
    for name in names:
        folder = kata.solutions / name
        yield from _track(folder, tracks)
        notes = folder / "NOTES.md"
        if not (notes.is_file() and beginning_of(notes).strip()):
            yield _at(notes, "this solution has no notes", "Write in NOTES.md why it is so, and what was traded.")
        if not any(path.name != "NOTES.md" for path in files_of(folder)):
            yield _at(folder, "this solution is empty", "Add the program.")


def _track(folder: Path, tracks: frozenset[str]) -> Iterator[Mistake]:
    if folder.name not in tracks:
        fix = did_you_mean(folder.name, tracks) or f"Name the folder after one of: {', '.join(sorted(tracks))}."
        yield _at(folder, f"there is no track '{folder.name}'", fix)
