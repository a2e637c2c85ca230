"""Grade what was handed in: one kata, a workspace, or a class at a time."""

from __future__ import annotations

import contextlib
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from runner.app.grading_executors import grading_bench
from runner.app.place import Place, cache_folder
from runner.catalog import find_kata, load_syllabus
from runner.errors import ExitCode, MachineError, UsageError
from runner.evidence import Report
from runner.exchanges.load import load_checks
from runner.grading.finding import Entry, entries_of, not_taken
from runner.grading.grades import Grade, Standing
from runner.grading.marking import Marked, Marker, Plan
from runner.grading.staging import sweep_staged
from runner.grading.store import Store
from runner.sanitise import single_line
from runner.sources.finding import bundled_pack, is_pack, pack_above
from runner.workspace.opening import SLUG

__all__ = ["Class", "Plan", "Wish", "class_of", "exit_code", "grade", "reports_of", "store_for"]

MOST_NAMED = 5
JOBS = max(1, (os.cpu_count() or 1) // 2)


@dataclass(frozen=True, slots=True)
class Wish:
    """What an instructor asks for, as it was typed."""

    paths: tuple[Path, ...]
    kata: str = ""
    each: bool = False
    pack: Path | None = None


@dataclass(frozen=True, slots=True)
class Class:
    """What there is to grade, and by which katas."""

    place: Place
    entries: tuple[Entry, ...]
    remarks: tuple[str, ...] = ()


class Hearing(Protocol):
    """Who hears of each submission as it is graded, and of what takes long before."""

    def hear(self, marked: Marked) -> None: ...
    def tell(self, text: str) -> None: ...


def class_of(wish: Wish) -> Class:
    """Return what there is to grade; UsageError when nothing is there, PackError when a kata is broken."""
    missing = [single_line(str(path)) for path in wish.paths if not path.is_dir()]
    if missing:
        what = f"there is no folder {', '.join(missing)}"
        raise UsageError(what, fix="kata grade FOLDER, or kata grade --each FOLDER for a folder of submissions")
    place = _place(wish.pack)
    only = ""
    if wish.kata:
        place = place.knowing(_name(wish.kata))
        only = find_kata(place.syllabus, wish.kata).slug
    place = place.with_packs()
    slugs = [kata.slug for kata in place.syllabus.katas]
    entries = entries_of(wish.paths, slugs, only=only, each=wish.each)
    if not entries:
        what = f"there is no submission in {', '.join(single_line(str(path)) for path in wish.paths)}"
        raise UsageError(what, fix="each folder in it should be somebody's work")
    for slug in {entry.kata for entry in entries if not entry.problem}:
        load_checks(find_kata(place.syllabus, slug).checks_file, place.cache)
    return Class(place, entries, tuple(_remarks(wish, place)))


def grade(taken: Class, store: Store, plan: Plan, accepted: str, hearing: Hearing) -> tuple[Marked, ...]:
    """Grade a class; SandboxError when this machine cannot shut submissions in as is asked for."""
    sweep_staged()
    with grading_bench(taken.place, store, accepted, hearing.tell) as bench:
        return Marker(taken.place.syllabus.katas, bench, plan).mark(taken.entries, hearing.hear)


def reports_of(marked: Sequence[Marked], store: Store) -> tuple[Report, ...]:
    """Return the whole report behind each grade; MachineError when one is gone from the store."""
    return tuple(_report(one.grade, store) for one in marked)


@contextlib.contextmanager
def store_for(paths: Sequence[Path], folder: Path | None, tell: Callable[[str], None]) -> Iterator[Store]:
    """Give the store: the one that was named, else the one of this machine for these paths.

    Never one that lies where a submission could have brought it along.
    """
    if folder is not None:
        yield Store(folder)
        return
    kept = None
    try:
        kept = Store(_usual_store(paths))
    except MachineError as error:
        tell(f"{error.what} ({error.where}). They are shown, and forgotten; --store FOLDER keeps them elsewhere.")
    if kept is not None:
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="kata-grades-") as name:
        yield Store(Path(name))


def exit_code(grades: Sequence[Grade]) -> ExitCode:
    """Return 0 when every submission got its due, whatever the marks; 5 when the grading itself broke."""
    broke = any(grade.standing is Standing.ERRORED for grade in grades)
    return ExitCode.MACHINE if broke else ExitCode.PASSED


def _report(grade: Grade, store: Store) -> Report:
    report = store.report(grade.key)
    if report is None:
        what = f"the report of {single_line(grade.student)} on {grade.kata} is not in the store any more"
        raise MachineError(what, where=single_line(str(store.folder)), fix="kata grade --regrade")
    return report


def _place(pack: Path | None) -> Place:
    # The katas in sight could be the submission's own: only those that kata brought, or that were named, count.
    if pack is not None and not is_pack(pack):
        what = f"{single_line(str(pack))} is no pack: it holds no katas.yaml beside a folder katas/"
        raise UsageError(what, fix="kata packs  (lists those that are here)")
    root = pack.resolve() if pack is not None else bundled_pack()
    cache = cache_folder()
    return Place(Path.cwd(), root, load_syllabus(root, cache), None, cache)


def _name(kata: str) -> str:
    """Return the name of a kata, when it can be one at all."""
    pack, _, slug = kata.rpartition("/")
    if not SLUG.fullmatch(slug) or (pack and not SLUG.fullmatch(pack)):
        what = f"'{single_line(kata[:60])}' is no name for a kata"
        raise UsageError(what, fix="See the names with: kata list")
    return kata


def _remarks(wish: Wish, place: Place) -> Iterator[str]:
    near = pack_above(Path.cwd())
    if wish.pack is None and near is not None and near.resolve() != place.pack.resolve():
        where = single_line(str(near))
        yield f"the katas in {where} are not used, as they could be the submission's own; --pack names them"
    files = not_taken(wish.paths) if wish.each else ()
    if files:
        shown = ", ".join(files[:MOST_NAMED]) + (" ..." if len(files) > MOST_NAMED else "")
        yield f"left alone, since it is no folder: {shown}"


def _usual_store(paths: Sequence[Path]) -> Path:
    from platformdirs import user_state_path

    places = "\n".join(sorted(os.path.realpath(path) for path in paths))
    name = "".join(letter if letter.isalnum() else "-" for letter in Path(os.path.realpath(paths[0])).name)[:40]
    mark = zlib.crc32(places.encode("utf-8", "surrogateescape"))
    return user_state_path("backend-kata", appauthor=False) / "grades" / f"{name or 'class'}-{mark:08x}"
