"""Look at a kata's planted wrong solutions: enough, each caught by checks that exist, each changing something."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from runner.authoring.check_folders import beginning_of, files_of
from runner.authoring.planting import replaced
from runner.catalog import load_wrong_solutions
from runner.catalog_files import BUILT_IN_CHECK
from runner.errors import Mistake, PackError
from runner.marked_yaml import Document, read_yaml
from runner.model import Kata
from runner.planted import WrongSolution
from runner.sources.folders import folder_names, lies_within
from runner.strict_models import did_you_mean

FEWEST_WRONG: Final = 4


def wrong_mistakes(kata: Kata, checks: frozenset[str]) -> Iterator[Mistake]:
    """Yield what is wrong with the wrong solutions of a kata; `checks` are the ids of its suite."""
    planted = len(folder_names(kata.folder / "wrong"))
    if planted < FEWEST_WRONG:
        message = f"{kata.slug} has {planted} wrong solutions, and needs at least {FEWEST_WRONG}"
        yield Mistake(str(kata.folder / "wrong"), 1, 1, message, "Plant mistakes that real beginners make.")
    try:
        wrongs = load_wrong_solutions(kata)
    except PackError as error:
        yield from error.mistakes
        return
    for wrong in wrongs:
        document = read_yaml(wrong.folder / "wrong.yaml")
        yield from _catchers(wrong, document, checks)
        yield from _changes(kata, wrong, document)


def _catchers(wrong: WrongSolution, document: Document, checks: frozenset[str]) -> Iterator[Mistake]:
    for at, name in enumerate(wrong.caught_by):
        path = ("caught_by", at)
        if name in wrong.caught_by[:at]:
            yield document.mistake(path, f"'{name}' is named twice", "Keep one of them.")
        elif name == BUILT_IN_CHECK and len(wrong.caught_by) > 1:
            fix = "A program that never becomes ready reaches no other check: keep `starts` alone."
            yield document.mistake(path, "`starts` stands beside other checks", fix)
        elif name != BUILT_IN_CHECK and name not in checks:
            fix = did_you_mean(name, checks) or "Name checks of suite/checks.yaml, or `starts`."
            yield document.mistake(path, f"no check has the id '{name}'", fix)


def _changes(kata: Kata, wrong: WrongSolution, document: Document) -> Iterator[Mistake]:
    base = kata.solutions / wrong.base
    overlay = [path for path in files_of(wrong.folder) if path.name != "wrong.yaml"]
    changed = [_differs(base / path.relative_to(wrong.folder), path) for path in overlay]
    if not any(changed) and not wrong.changes:
        what = "every file here is the same as in the solution" if changed else "this wrong solution changes nothing"
        fix = f"Say under `change:` in wrong.yaml what differs from solutions/{kata.slug}/{wrong.base}/."
        yield Mistake(str(wrong.folder), 1, 1, what, fix)
    yield from _replacements(wrong, document, base)


def _differs(original: Path, path: Path) -> bool:
    return not original.is_file() or beginning_of(original) != beginning_of(path)


def _replacements(wrong: WrongSolution, document: Document, base: Path) -> Iterator[Mistake]:
    texts: dict[str, str] = {}
    for at, change in enumerate(wrong.changes):
        own = wrong.folder / change.file
        path = own if own.is_file() else base / change.file
        if not (path.is_file() and lies_within(path, wrong.folder if own.is_file() else base)):
            known = [file.relative_to(base).as_posix() for file in files_of(base) if file.name != "NOTES.md"]
            fix = did_you_mean(change.file, known) or f"There are: {', '.join(known)}."
            yield document.mistake(("change", at, "file"), f"the solution has no file '{change.file[:60]}'", fix)
            continue
        try:
            text = texts.get(change.file) or path.read_text(encoding="utf-8", errors="replace")
            texts[change.file] = replaced(text, change)
        except ValueError as error:
            fix = f"Copy some lines of {path.name} as they stand there, so many that they occur once."
            yield document.mistake(("change", at, "from"), str(error), fix)
