"""Open a kata (copy its stub, never over a file of the learner) and reset it (into the trash, never away)."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from runner.errors import PackError, WorkspaceError
from runner.model import Kata, Track
from runner.words import say
from runner.workspace.files import create_file, told
from runner.workspace.finding import STATE, Workspace, set_current_kata

SOCKETS = "-sockets"  # ends the names of stubs that have no library for HTTP
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
NOT_COPIED = frozenset({"__pycache__", "node_modules", ".venv", ".git", ".DS_Store"})
# What a reset leaves in place: not the learner's work, and slow to get back.
NOT_RESET = frozenset({STATE, ".git", ".venv", "node_modules"})


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a kata did: files that are new, files of the learner that stayed, and the file to begin with."""

    folder: Path
    created: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()  # differ from the stub's and were left alone
    entry: Path | None = None


@dataclass(frozen=True, slots=True)
class Reset:
    """What a reset did: where the learner's files are now (None: there were none), and the kata opened anew."""

    trash: Path | None
    opened: Opened


def stub_for(kata: Kata, track: Track, own_stub: Callable[[str], Path | None], frameworks: frozenset[str]) -> Path:
    """Return the folder with the unfinished program: the kata's for the track or its base, else the track's own.

    A kata that has a stub for some framework is solved with one: there the framework's own comes before the base's.
    One that is solved with plain sockets begins with the track's stub for those.
    """
    names = tuple(name for name in (track.slug, track.base) if name)
    theirs = [kata.folder / "stub" / name for name in names]
    owned = (*(f"{name}{SOCKETS}" for name in names if kata.sockets), *names)
    ours = [folder for name in owned if (folder := own_stub(name)) is not None]
    with_framework = any((kata.folder / "stub" / name).is_dir() for name in frameworks)
    for folder in (theirs[0], *ours, *theirs) if with_framework else (*theirs, *ours):
        if folder.is_dir():
            return folder
    there = kata.folder / "stub"
    raise PackError(f"{kata.slug} has no stub for {track.slug}", where=str(there), fix="kata track T takes another.")


def open_kata(workspace: Workspace, kata: Kata, stub: Path, entry: str = "") -> Opened:
    """Copy stub and README into the kata's folder, file by file, and make it the current kata."""
    folder = _folder_of(workspace, kata)
    created: list[Path] = []
    kept: list[Path] = []
    with told(folder, say("workspace.not-opened", slug=kata.slug)):
        folder.mkdir(parents=True, exist_ok=True)
        for source, name in _sources(kata, stub):
            target = folder / name
            if _copy(source, target):
                created.append(target)
            elif not _is_same(source, target):
                kept.append(target)
    set_current_kata(workspace, kata.slug)
    begin = folder / entry
    return Opened(folder, tuple(created), tuple(kept), begin if entry and begin.is_file() else None)


def is_untouched(workspace: Workspace, kata: Kata, stub: Path) -> bool:
    """Return whether a stub lies in the kata's folder as it was laid."""
    folder = _folder_of(workspace, kata)
    return all(_is_same(source, folder / name) for source, name in _sources(kata, stub) if source.is_relative_to(stub))


def reset_kata(workspace: Workspace, kata: Kata, stub: Path, entry: str = "") -> Reset:
    """Move the learner's files of a kata into the trash and lay the stub anew."""
    folder = _folder_of(workspace, kata)
    mine = [path for path in _entries(folder) if path.name not in NOT_RESET]
    trash = None
    if mine:
        trash = _new_trash(workspace, kata.slug)
        _move_all(mine, trash)
    try:
        return Reset(trash, open_kata(workspace, kata, stub, entry))
    except WorkspaceError:
        if trash is not None:
            _move_back(trash, folder)
        raise


def _folder_of(workspace: Workspace, kata: Kata) -> Path:
    if not SLUG.fullmatch(kata.slug):
        raise PackError(f"{kata.slug!r} is no name for a kata", where=str(kata.folder), fix="Use a-z, 0-9 and dashes.")
    return workspace.folder_of(kata.slug)


def _sources(kata: Kata, stub: Path) -> Iterator[tuple[Path, Path]]:
    """Yield what to copy and the name it gets, README first."""
    readme = kata.folder / "README.md"
    if readme.is_file():
        yield readme, Path("README.md")
    for parent, folders, files in os.walk(stub):
        folders[:] = sorted(name for name in folders if name not in NOT_COPIED)
        for name in sorted(files):
            source = Path(parent, name)
            relative = source.relative_to(stub)
            if name not in NOT_COPIED and relative != Path("README.md"):
                yield source, relative


def _copy(source: Path, target: Path) -> bool:
    """Copy one file; False when something is there already, which stays."""
    if os.path.lexists(target):
        return False
    mode = 0o755 if source.stat().st_mode & stat.S_IXUSR else 0o644
    try:
        create_file(target, source.read_bytes(), mode)
    except FileExistsError:
        if target.parent.is_dir():
            return False
        raise
    return True


def _is_same(source: Path, target: Path) -> bool:
    try:
        return target.is_file() and target.read_bytes() == source.read_bytes()
    except OSError:
        return False


def _entries(folder: Path) -> list[Path]:
    with told(folder, say("workspace.kata-unreadable")):
        return sorted(folder.iterdir()) if folder.is_dir() else []


def _new_trash(workspace: Workspace, slug: str) -> Path:
    stamp = time.strftime("%Y%m%d-%H%M%S")
    with told(workspace.trash, say("workspace.not-reset")):
        workspace.trash.mkdir(parents=True, exist_ok=True)
        for suffix in ("", *(f"-{number}" for number in range(2, 1000))):
            folder = workspace.trash / f"{slug}-{stamp}{suffix}"
            with contextlib.suppress(FileExistsError):
                folder.mkdir()
                return folder
    raise WorkspaceError(
        say("workspace.trash-full.what"), where=str(workspace.trash), fix=say("workspace.trash-full.fix")
    )


def _move_all(paths: list[Path], trash: Path) -> None:
    """Move all or none: the folder itself stays, as a terminal may stand in it."""
    moved: list[Path] = []
    try:
        with told(trash, say("workspace.not-reset")):
            for path in paths:
                _move(path, trash / path.name)
                moved.append(path)
    except WorkspaceError:
        for path in moved:
            _move(trash / path.name, path)
        with contextlib.suppress(OSError):
            trash.rmdir()
        raise


def _move_back(trash: Path, folder: Path) -> None:
    """Put the learner's files where they were; what was laid in their place meanwhile goes into the trash instead."""
    with contextlib.suppress(OSError):
        for path in _entries(trash):
            target = folder / path.name
            if os.path.lexists(target):
                _move(target, trash / f"{path.name}.laid")
            _move(path, target)
        trash.rmdir()


def _move(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        import shutil  # slow to load, and needed only when the trash lies on another disk

        shutil.move(source, target)
