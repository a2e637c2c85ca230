"""Yield once for each settled change of a folder, however the folder's disk tells of changes."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path

from watchfiles import Change, watch

STEP_MS = 5  # a change is settled when this long nothing followed
LONGEST_MS = 400  # however much follows
POLL_MS = 300
LOOK_MS = 200  # how soon the end of the watch, and what was saved before its beginning, is noticed
PROBE_SECONDS = 1.0
TRUNCATED_SECONDS = 0.1
MOST_STAMPS = 5000

NOT_WATCHED = frozenset(
    {".kata", ".git", ".hg", ".svn", "__pycache__", "node_modules", ".venv", "venv", ".idea", ".vscode", ".vs"}
    | {".mypy_cache", ".ruff_cache", ".pytest_cache", "target", "dist", "build"}
)
# What editors write beside the file that is saved, and what is compiled from it.
NOT_A_SAVE = re.compile(r".*~|#.*#|\.#.*|4913|\.DS_Store|.*___jb_.*|.*\.(sw.|tmp|temp|bak|part|crswap|pyc|pyo|class|o)")


class Events(Enum):
    """How changes are noticed."""

    TOLD = "told"  # the system tells
    POLLED = "polled"  # it does not (network mounts, some shared folders): we look again and again
    NONE = "none"  # not even that shows them: the learner presses a key


Stamps = Mapping[Path, int]


def stamps_of(folder: Path) -> Stamps:
    """Return when each file that may be saved changed last."""
    found: dict[Path, int] = {}
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_WATCHED]
        paths = [Path(parent, name) for name in names]
        found |= {path: stamp for path in paths if is_save(path, folder) and (stamp := _stamp(path))}
        if len(found) > MOST_STAMPS:
            break
    return found


def settled_changes(
    folder: Path, stop: threading.Event, events: Events = Events.TOLD, known: Stamps | None = None
) -> Iterator[frozenset[Path]]:
    """Yield the files of each settled change until `stop` is set or the folder is gone.

    With `known`, what changed before the watch had begun is a change too.
    """
    if events is Events.NONE:
        return
    is_polled = events is Events.POLLED
    changes = watch(
        folder,
        watch_filter=lambda _, path: is_save(Path(path), folder),
        step=STEP_MS,
        debounce=LONGEST_MS,
        stop_event=stop,
        rust_timeout=LOOK_MS,
        force_polling=is_polled or None,
        poll_delay_ms=POLL_MS,
        raise_interrupt=False,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    try:
        for found in changes:
            paths = frozenset(Path(path) for _, path in found)
            if known is not None:
                now, before, known = stamps_of(folder), known, None
                paths |= {path for path in {*now, *before} if now.get(path) != before.get(path)}
            if not paths:
                continue
            # An editor that empties a file before it writes it has not saved yet.
            if any(_is_empty(path) for change, path in found if change is not Change.deleted):
                stop.wait(TRUNCATED_SECONDS)
            yield paths
    except (OSError, RuntimeError):
        return  # the folder is gone, or the system has no watch left to give: the learner presses a key


def is_save(path: Path, folder: Path) -> bool:
    """Tell whether a change of this file can be a save of the learner's."""
    try:
        inside = path.relative_to(folder)
    except ValueError:
        return False
    return not NOT_WATCHED & set(inside.parts[:-1]) and inside.name not in NOT_WATCHED and not _is_aside(inside.name)


def probe(folder: Path) -> Events:
    """Touch a file in a folder, once, and return how that is noticed."""
    for events in (Events.TOLD, Events.POLLED):
        if _is_noticed(folder, events):
            return events
    return Events.NONE


def _is_noticed(folder: Path, events: Events) -> bool:
    seen, stop = threading.Event(), threading.Event()
    mark = folder / "saves-are-noticed"

    def look() -> None:
        for paths in settled_changes(folder, stop, events):
            if any(path.name == mark.name for path in paths):
                seen.set()
                return

    looker = threading.Thread(target=look, daemon=True)
    looker.start()
    try:
        # Again and again: there is no telling when the watch has begun.
        for number in range(int(PROBE_SECONDS / 0.05)):
            mark.write_text(str(number), "ascii")
            if seen.wait(0.05):
                break
    except OSError:
        return events is Events.TOLD  # nothing can be tried out here; believe the system
    finally:
        stop.set()
        looker.join()
        mark.unlink(missing_ok=True)
    return seen.is_set()


def _is_aside(name: str) -> bool:
    return NOT_A_SAVE.fullmatch(name) is not None


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _is_empty(path: str) -> bool:
    try:
        return Path(path).stat().st_size == 0
    except OSError:
        return False
