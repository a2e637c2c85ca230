"""Where a command runs: which pack, which workspace, which kata is meant."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from runner.catalog import find_kata, load_installed, load_syllabus
from runner.errors import PackError, UsageError, WorkspaceError
from runner.model import PACK_MARK, Attempt, Kata, Progress, Status, Syllabus
from runner.platforms.cache import user_cache
from runner.progress import append, progress_of, read_history
from runner.sources.finding import find_pack
from runner.sources.folders import folder_names
from runner.words import say
from runner.workspace import Workspace, current_kata, find_workspace

DEFAULT_WORKSPACE = "my-katas"


@dataclass(frozen=True, slots=True)
class Place:
    """What a command knows before it does anything."""

    folder: Path
    pack: Path
    syllabus: Syllabus
    workspace: Workspace | None
    cache: Path | None

    def required_workspace(self) -> Workspace:
        """Return the workspace, or say how to make one."""
        if self.workspace is None:
            what = say("app.no-workspace.what")
            raise WorkspaceError(what, where=str(self.folder), fix=say("app.no-workspace.fix"))
        return self.workspace

    def progress(self) -> Progress:
        """Return what the history tells."""
        return Progress() if self.workspace is None else progress_of(read_history(self.workspace.history))

    def kata(self, name: str | None) -> Kata:
        """Return the kata of that name, or the current one; `pack/slug` is one of an installed pack."""
        if name:
            return find_kata(self.knowing(name).syllabus, name)
        slug = self._slug_here() or self.current()
        if not slug:
            what = say("app.no-kata")
            raise UsageError(what, where=str(self.folder), fix="kata next")
        return find_kata(self.syllabus, slug)

    def current(self) -> str:
        """Return the kata that is worked on: the one remembered, else (after a clone) the last in the history."""
        if self.workspace is None:
            return ""
        slug = current_kata(self.workspace)
        if slug and self.syllabus.find(slug):
            return slug
        known = [attempt.kata for attempt in read_history(self.workspace.history)]
        return next((name for name in reversed(known) if self.syllabus.find(name)), "")

    def with_packs(self) -> Place:
        """Return the same with the katas of all installed packs; one that is broken is left out."""
        return self if any(PACK_MARK in kata.slug for kata in self.syllabus.katas) else _with(self, _packs(self.cache))

    def knowing(self, name: str) -> Place:
        """Return the same with the katas of the installed pack that a name like `pack/slug` is about."""
        pack, mark, _ = name.replace("/", PACK_MARK).partition(PACK_MARK)
        if mark and self.syllabus.find(name.replace("/", PACK_MARK)) is None:
            from runner.app.packs import pack_named

            return _with(self, [load_installed(pack_named(pack), self.cache)])
        return self

    def _slug_here(self) -> str:
        # Inside <workspace>/<slug>/ the folder says which kata is meant.
        if self.workspace is None or not self.folder.is_relative_to(self.workspace.root):
            return ""
        parts = self.folder.relative_to(self.workspace.root).parts
        return parts[0] if parts and self.syllabus.find(parts[0]) else ""


def here(folder: Path | None = None) -> Place:
    """Return the place of the working folder."""
    folder = (folder or Path.cwd()).resolve()
    pack = find_pack(folder)
    cache = cache_folder()
    syllabus = load_syllabus(pack, cache)
    slugs = [kata.slug for kata in syllabus.katas]
    workspace = find_workspace(folder, slugs) or find_workspace(folder / DEFAULT_WORKSPACE)
    place = Place(folder, pack, syllabus, workspace, cache)
    return place.with_packs() if workspace and _holds_katas_of_packs(workspace) else place


def _holds_katas_of_packs(workspace: Workspace) -> bool:
    # Looking for installed packs takes 50 ms: only who works on one of their katas waits for that.
    return any(PACK_MARK in name for name in (workspace.alone, *folder_names(workspace.root)))


def _packs(cache: Path | None) -> Iterator[Syllabus]:
    from runner.sources.installed import installed_packs

    for pack in installed_packs():
        if not pack.trouble:
            with contextlib.suppress(PackError):
                yield load_installed(pack, cache)


def _with(place: Place, more: Iterable[Syllabus]) -> Place:
    whole = place.syllabus
    for each in more:
        whole = Syllabus((*whole.stages, *each.stages), (*whole.katas, *each.katas))
    return replace(place, syllabus=whole)


def cache_folder() -> Path | None:
    """Return the folder for what can always be made anew, or None when it cannot be written."""
    try:
        folder = user_cache("backend-kata")
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return folder if os.access(folder, os.W_OK) else None


def remember(workspace: Workspace, kata: Kata, event: str, digest: str = "") -> None:
    """Add a line to the history that is no test."""
    known = Attempt(kata=kata.slug, at="", event=event, status=Status.NOT_RUN, track=workspace.track, digest=digest)
    append(workspace.history, known)
