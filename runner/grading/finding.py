"""Which submissions there are: whose, of which kata, in which folder. Nothing of them is opened here."""

from __future__ import annotations

import difflib
import itertools
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from runner.grading.collecting import MOST_ENTRIES, kind_of
from runner.sanitise import single_line
from runner.workspace.finding import DEFAULT_FOLDER

ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst")
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One program to grade; with a `problem` there is none, and it says why."""

    student: str
    kata: str
    folder: Path
    workspace: Path | None = None  # the folder around it, whose settings hold for it too
    problem: str = ""
    fix: str = ""


def entries_of(paths: Sequence[Path], slugs: Sequence[str], *, only: str = "", each: bool = False) -> tuple[Entry, ...]:
    """Return what is to be graded under these paths; with `each`, every child of a path is somebody's work."""
    found: list[Entry] = []
    for path in dict.fromkeys(path.resolve() for path in paths):
        of_one = _of_children(path, slugs, only) if each else _of_student(path, _student_of(path, slugs), slugs, only)
        found += of_one
    return _told_apart(_once(found))


def not_taken(paths: Sequence[Path]) -> tuple[str, ...]:
    """Return the names of the plain files in folders of submissions, which are nobody's work."""
    files = (child for path in paths for child in _children(path, None) if _is(child, stat.S_ISREG))
    return tuple(single_line(child.name) for child in files if not _is_hidden(child) and not _is_archive(child))


def _of_children(path: Path, slugs: Sequence[str], only: str) -> Iterator[Entry]:
    for child in _children(path, None):
        if not _is_hidden(child) and (not _is(child, stat.S_ISREG) or _is_archive(child)):
            yield from _of_student(child, single_line(child.name), slugs, only)


def _of_student(folder: Path, student: str, slugs: Sequence[str], only: str) -> Iterator[Entry]:
    problem, fix = _problem_of(folder)
    if problem:
        yield Entry(student, only, folder, None, problem, fix)
        return
    found = _katas_in(folder, slugs, only)
    if found:
        for kata in found:
            problem, fix = _problem_of(kata)
            yield Entry(student, only or kata.name, kata, kata.parent, problem, fix)
    elif only and _holds_files(folder):
        yield Entry(student, only, folder)
    else:
        problem, fix = _nothing_in(folder, slugs, only)
        yield Entry(student, only, folder, None, problem, fix)


def _katas_in(folder: Path, slugs: Sequence[str], only: str) -> list[Path]:
    """Return the folders of katas: this one, those in it, or those in the one folder that it wraps."""
    wanted = [only] if only else slugs
    if folder.name in wanted and not _is_there(folder / folder.name):
        return [folder]
    for root in (folder, folder / DEFAULT_FOLDER, *_wrapped(folder)):
        if root is folder or _is(root, stat.S_ISDIR):
            names = {child.name for child in _children(root) if not _is(child, stat.S_ISREG)}
            found = [root / slug for slug in wanted if slug in names]
            if found:
                return found
    return []


def _wrapped(folder: Path) -> Iterator[Path]:
    """Yield the only folder in a folder without files, as archives are often unpacked, and its workspace."""
    inner = [child for child in _children(folder) if not _is_hidden(child)]
    if len(inner) == 1 and _is(inner[0], stat.S_ISDIR):
        yield inner[0]
        yield inner[0] / DEFAULT_FOLDER


def _nothing_in(folder: Path, slugs: Sequence[str], only: str) -> tuple[str, str]:
    names = [child.name for child in _children(folder) if not _is_hidden(child)]
    if not names:
        return "the folder is empty", "See that the work was handed in whole."
    wanted = [only] if only else slugs
    near = next(
        ((name, close[0]) for name in names if (close := difflib.get_close_matches(name, wanted, n=1, cutoff=0.75))),
        None,
    )
    what = f"there is no folder {only} in it" if only else "no folder in it is named like a kata"
    if near and near[0] == near[1]:
        return f"{near[1]} in it is no folder", "The files of a kata lie in a folder of that name."
    if near:
        return what, f"Is {single_line(near[0])} meant to be {near[1]}? Rename it."
    there = ", ".join(map(single_line, names[:MOST_NAMED])) + (" ..." if len(names) > MOST_NAMED else "")
    return f"{what}, only: {there}", "" if only else "Name the kata: --kata KATA"


def _problem_of(folder: Path) -> tuple[str, str]:
    try:
        mode = folder.lstat().st_mode
    except OSError as error:
        return (error.strerror or str(error)).lower(), "Look at it yourself."
    if stat.S_ISDIR(mode):
        try:
            os.scandir(folder).close()
        except OSError:
            return "it cannot be read: no permission", "Make it readable for whoever grades, then grade again."
        return "", ""
    if _is_archive(folder):
        return "it is an archive", "Unpack it, then grade again."
    kind = kind_of(mode)
    fix = "Links are not followed." if stat.S_ISLNK(mode) else "Hand in a folder."
    return f"it is {kind or 'a file'}, no folder", fix


def _student_of(path: Path, slugs: Sequence[str]) -> str:
    return single_line(path.parent.name if path.name in slugs else path.name) or "submission"


def _once(entries: Iterable[Entry]) -> Iterator[Entry]:
    seen: set[tuple[Path, str]] = set()
    for entry in entries:
        if (entry.folder, entry.kata) not in seen:
            seen.add((entry.folder, entry.kata))
            yield entry


def _told_apart(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give those who share a name as much of their path as tells them apart, and a number where that does not."""
    known = tuple(entries)
    for level in range(1, MOST_NAMED):
        shared = _shared(known)
        known = tuple(
            replace(entry, student=_longer(entry, level)) if (entry.student, entry.kata) in shared else entry
            for entry in known
        )
    shared = _shared(known)
    return tuple(
        replace(entry, student=f"{entry.student} #{number}") if (entry.student, entry.kata) in shared else entry
        for number, entry in enumerate(known, 1)
    )


def _shared(entries: Iterable[Entry]) -> set[tuple[str, str]]:
    counts = Counter((entry.student, entry.kata) for entry in entries)
    return {name for name, count in counts.items() if count > 1}


def _longer(entry: Entry, level: int) -> str:
    folder = entry.folder if entry.workspace is None else entry.workspace
    parts = folder.parts[-(level + 1) :] if len(folder.parts) > level + 1 else folder.parts
    return single_line("/".join(parts))


def _children(folder: Path, most: int | None = MOST_ENTRIES) -> list[Path]:
    try:
        with os.scandir(folder) as found:
            names = [entry.name for entry in itertools.islice(found, most)]
    except OSError:
        return []
    return [folder / name for name in sorted(names, key=os.fsencode)]


def _holds_files(folder: Path) -> bool:
    return any(not _is_hidden(child) and _is(child, stat.S_ISREG) for child in _children(folder))


def _is_there(path: Path) -> bool:
    return os.path.lexists(path)


def _is(path: Path, kind: Callable[[int], bool]) -> bool:
    try:
        return kind(path.lstat().st_mode)
    except OSError:
        return False


def _is_hidden(path: Path) -> bool:
    return path.name.startswith(".")


def _is_archive(path: Path) -> bool:
    return path.suffix.lower() in ARCHIVES
