"""What a learner hands in: the folder, how it is built and started, and a digest of what is in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from runner.errors import WorkspaceError
from runner.model import Submission, Track
from runner.words import say
from runner.workspace.files import told
from runner.workspace.finding import Workspace, require_folder
from runner.workspace.settings import NAME, Settings, read_settings

Detect = Callable[[Path, str], Track | None]

NOT_DIGESTED = frozenset({".venv", "node_modules", "__pycache__", ".git", ".kata"})
MOST_FILES = 2000
MOST_BYTES = 50 * 1024 * 1024
CHUNK = 1024 * 1024


def submission_of(workspace: Workspace, slug: str, detect: Detect) -> Submission:
    """Return the learner's work on a kata; `detect(folder, preferred track)` recognises its track."""
    folder = require_folder(workspace, slug)
    return submission_in(folder, slug, workspace.settings, detect)


def submission_in(folder: Path, slug: str, outer: Settings, detect: Detect) -> Submission:
    """Return the program in a folder; its own start command wins over the workspace's, and both over a track."""
    own = read_settings(folder)
    for settings in (own, outer):
        if settings.start:
            return Submission(slug, folder, settings.start, "", settings.build, digest(folder))
    track = detect(folder, own.track or outer.track)
    if track is None:
        raise _nothing_to_start(folder, slug)
    return Submission(slug, folder, track.run, track.slug, own.build or track.build, digest(folder))


def digest(folder: Path) -> str:
    """Return the SHA-256 of a folder's files, names and contents; empty when there are too many to read.

    An empty digest equals nothing: whatever was remembered for a folder without one is not used again.
    """
    import hashlib

    total = hashlib.sha256()
    budget = MOST_BYTES
    with told(folder, say("workspace.work-unreadable")):
        for count, (name, path) in enumerate(_files(folder), 1):
            size = path.lstat().st_size
            budget -= size
            if count > MOST_FILES or budget < 0:
                return ""
            total.update(b"%d %d " % (len(os.fsencode(name)), size) + os.fsencode(name))
            _feed(total.update, path, size)
    return total.hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the regular files of a folder in a fixed order; links are not followed and special files left out."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in NOT_DIGESTED)
        for name in sorted(files):
            path = Path(parent, name)
            if stat.S_ISREG(path.lstat().st_mode):
                yield path.relative_to(folder).as_posix(), path


def _feed(update: Callable[[bytes], None], path: Path, size: int) -> None:
    # Never more than was promised: a file that grows while it is read would have no end.
    with path.open("rb") as file:
        while size > 0 and (chunk := file.read(min(CHUNK, size))):
            size -= len(chunk)
            update(chunk)


def _nothing_to_start(folder: Path, slug: str) -> WorkspaceError:
    return WorkspaceError(
        say("workspace.no-program.what", slug=slug),
        where=str(folder),
        fix=say("workspace.no-program.fix", slug=slug, name=NAME),
    )
