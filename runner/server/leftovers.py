"""What a run leaves when its supervisor is killed: found by the run's marker at the next start, and ended.

Each run writes one small file, `<token>.json`, into a state folder and takes it away at its end. A file whose
supervisor is dead names a run whose processes have to go. Nothing else is ever touched: only what carries the marker
of such a run.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from runner.platforms.here import HERE
from runner.platforms.kinds import Force

_TOKEN = re.compile(r"[0-9a-f]{32}")
_LONGEST_END_SECONDS = 5.0
_LOOK_SECONDS = 0.005
_LARGEST_RECORD = 4096


@dataclass(frozen=True, slots=True)
class RunRecord:
    """Who runs: the supervisor's pid, and what tells it from a later process with that pid."""

    token: str
    supervisor: int
    born: str


@contextlib.contextmanager
def registered_run(state_folder: Path) -> Iterator[str]:
    """Give a run its token, and keep it on record for as long as the run lasts."""
    token = secrets.token_hex(16)
    path = state_folder / f"{token}.json"
    record = {"supervisor": os.getpid(), "born": HERE.born(os.getpid())}
    # Without a record (a read-only home) the run works all the same; only a kill -9 of it would leave something.
    with contextlib.suppress(OSError):
        state_folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record), "utf-8")
    try:
        yield token
    except BaseException:
        # Perhaps in the middle of ending its processes: once the record is gone nobody would look for them.
        end_marked(token)
        raise
    finally:
        with contextlib.suppress(OSError):
            path.unlink()


def sweep_leftovers(state_folder: Path) -> int:
    """End what runs with a dead supervisor left behind; return how many processes that were."""
    swept = 0
    for path, record in _records(state_folder):
        if record is not None:
            if HERE.born(record.supervisor) == record.born:
                continue
            swept += end_marked(record.token)
        with contextlib.suppress(OSError):
            path.unlink()
    return swept


def end_marked(token: str) -> int:
    """Kill every process that carries the marker of this run; return how many there were."""
    ended: set[int] = set()
    deadline = time.monotonic() + _LONGEST_END_SECONDS
    while (left := _marked(token)) and time.monotonic() < deadline:
        HERE.end(left, Force.KILL)
        ended |= left
        time.sleep(_LOOK_SECONDS)
    HERE.reap(ended)
    return len(ended)


def _marked(token: str) -> set[int]:
    return {pid for pid, mark in HERE.marked().items() if mark.partition(".")[0] == token}


def _records(state_folder: Path) -> Iterator[tuple[Path, RunRecord | None]]:
    try:
        paths = sorted(state_folder.glob("*.json"))
    except OSError:
        return
    for path in paths:
        if _TOKEN.fullmatch(path.stem):
            yield path, _read(path)


def _read(path: Path) -> RunRecord | None:
    """Return a record, or None for one that was torn while it was written."""
    try:
        with path.open("rb") as file:
            written = json.loads(file.read(_LARGEST_RECORD))
        return RunRecord(path.stem, int(written["supervisor"]), str(written["born"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
