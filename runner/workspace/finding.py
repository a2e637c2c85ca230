"""Which workspace a folder belongs to, and how a new one is made."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from runner.errors import WorkspaceError
from runner.words import say
from runner.workspace.files import create_file, replace_file, told
from runner.workspace.settings import NAME, NO_SETTINGS, Settings, has_settings, read_settings, write_track

STATE = ".kata"
DEFAULT_FOLDER = "my-katas"
PACK_FILE = "katas.yaml"
PACK_FOLDERS = ("katas", "solutions", "runner", "tests")

ATTRIBUTES = f"{STATE}/history.jsonl merge=union text eol=lf\n"
# What differs from machine to machine would only make merges conflict; the rest is made anew by the tracks' tools.
IGNORED = "".join(f"{STATE}/{name}\n" for name in ("current", "data/", "runs/", "trash/")) + "".join(
    f"{name}\n" for name in ("__pycache__/", "*.pyc", ".venv/", "node_modules/", "vendor/", "target/", "*.class")
)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A learner's folder; `alone` names the kata when the folder itself is that kata's, handed over by itself."""

    root: Path
    settings: Settings = NO_SETTINGS
    alone: str = ""

    @property
    def track(self) -> str:
        """Return the chosen track, or an empty text."""
        return self.settings.track

    @property
    def state(self) -> Path:
        """Return the folder for what kata keeps."""
        return self.root / STATE

    @property
    def history(self) -> Path:
        """Return the file with the attempts."""
        return self.state / "history.jsonl"

    @property
    def trash(self) -> Path:
        """Return the folder to which resets move the learner's files."""
        return self.state / "trash"

    def folder_of(self, slug: str) -> Path:
        """Return the folder of a kata, whether it is there or not."""
        return self.root if slug == self.alone else self.root / slug


def find_workspace(start: Path, slugs: Collection[str] = ()) -> Workspace | None:
    """Return the workspace that a folder lies in; with `slugs`, also a kata's folder that stands alone."""
    start = start.absolute()
    folders = (start, *start.parents)
    for folder in folders:
        if _is_root(folder):
            settings = read_settings(folder)
            return Workspace(folder, settings, _alone(folder, settings, slugs))
    for folder in folders:
        if folder.name in slugs and _holds_a_file(folder):
            return Workspace(folder, read_settings(folder), folder.name)
    # Where nobody's `.kata` is left, settings of ours still say whose folder it is.
    found = next((folder for folder in folders if has_settings(folder)), None)
    return Workspace(found, read_settings(found)) if found else None


def create_workspace(folder: Path, track: str = "") -> Workspace:
    """Make a workspace and return it; one that is there already stays, with the track set when one is given.

    In the root of a pack (our own repository, say) it is made in `my-katas/`, so that it never mixes with the katas.
    """
    root = _apart_from_a_pack(folder.absolute())
    with told(root, say("workspace.not-made")):
        (root / STATE).mkdir(parents=True, exist_ok=True)
        _ensure_lines(root / ".gitattributes", ATTRIBUTES)
        _ensure_lines(root / ".gitignore", IGNORED)
        if not (root / NAME).exists() and not track:
            create_file(root / NAME, b"format: 1\n")
    if track:
        write_track(root, track)
    return Workspace(root, read_settings(root))


def complete_ignored(workspace: Workspace) -> None:
    """Add what an older kata did not tell git to leave out; a learner who has no such file wants none."""
    path = workspace.root / ".gitignore"
    with contextlib.suppress(OSError):
        if path.is_file():
            _ensure_lines(path, IGNORED)


def set_track(workspace: Workspace, track: str) -> Workspace:
    """Choose or change the track; the rest of `workspace.yaml` and earlier work stay."""
    write_track(workspace.root, track)
    return replace(workspace, settings=replace(workspace.settings, track=track))


def current_kata(workspace: Workspace) -> str:
    """Return the slug of the kata that is being worked on, or an empty text."""
    if workspace.alone:
        return workspace.alone
    try:
        with (workspace.state / "current").open(encoding="utf-8", errors="replace") as file:
            return file.readline(200).strip()
    except OSError:
        return ""


def set_current_kata(workspace: Workspace, slug: str) -> None:
    """Remember which kata is being worked on."""
    path = workspace.state / "current"
    with told(path, say("workspace.not-remembered")):
        replace_file(path, f"{slug}\n".encode())


def _is_root(folder: Path) -> bool:
    # `.kata` alone could be anybody's; ours comes with a history or beside its settings.
    state = folder / STATE
    if state.is_dir():
        return (folder / NAME).exists() or (state / "history.jsonl").exists()
    # A file in its place is in the way, and told so; to make another workspace within this one would hide that.
    return state.exists() and (folder / NAME).exists()


def _alone(folder: Path, settings: Settings, slugs: Collection[str]) -> str:
    return folder.name if folder.name in slugs and not settings.track else ""


def _holds_a_file(folder: Path) -> bool:
    try:
        return any(entry.is_file() for entry in folder.iterdir())
    except OSError:
        return False


def _apart_from_a_pack(folder: Path) -> Path:
    for inside in (folder, *folder.parents):
        if (inside / PACK_FILE).is_file() and (inside / "katas").is_dir():
            first = folder.relative_to(inside).parts[:1]
            return inside / DEFAULT_FOLDER if not first or first[0] in PACK_FOLDERS else folder
    return folder


def _ensure_lines(path: Path, lines: str) -> None:
    """Add the lines that a file of the learner's repository lacks; what is there stays."""
    try:
        there = path.read_text("utf-8", errors="surrogateescape")
    except FileNotFoundError:
        create_file(path, lines.encode())
        return
    missing = [line for line in lines.splitlines() if line not in there.splitlines()]
    if not missing:
        return
    gap = "" if not there or there.endswith("\n") else "\n"
    whole = f"{there}{gap}" + "".join(f"{line}\n" for line in missing)
    replace_file(path, whole.encode("utf-8", errors="surrogateescape"))


def require_folder(workspace: Workspace, slug: str) -> Path:
    """Return the folder of an opened kata; WorkspaceError says how to open one that is not."""
    folder = workspace.folder_of(slug)
    if not folder.is_dir():
        is_blocked = folder.exists()
        what = say("workspace.in-the-way" if is_blocked else "workspace.not-open", slug=slug)
        fix = say("workspace.refused.in-the-way.fix") if is_blocked else f"kata next {slug}"
        raise WorkspaceError(what, where=str(folder), fix=fix)
    return folder
