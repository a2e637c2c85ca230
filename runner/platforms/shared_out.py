"""Share work out among the cores: processes forked from this one work at a part each, and hand back what they found.

Where this process may not be forked, or a part comes to no end, it is worked at here: slower, and as good.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Sequence
from typing import IO, Any, TypeVar

from runner.platforms.fork_server import can_fork

Item = TypeVar("Item")
Found = TypeVar("Found")
Work = Callable[[Item], Found]


def shared_out(work: Work[Item, Found], items: Sequence[Item], fewest: int) -> list[Found]:
    """Return what `work` gives for each item, in their order; `fewest` items are worth another process."""
    count = min(os.cpu_count() or 1, len(items) // max(1, fewest))
    if count < 2 or not can_fork() or threading.active_count() > 1:  # noqa: PLR2004  one part is no sharing
        return [work(item) for item in items]
    parts = [items[first::count] for first in range(count)]
    helpers = [_helper(work, part) for part in parts[1:]]
    try:
        own = [work(item) for item in parts[0]]
    finally:
        handed_back = [_handed_back(helper) for helper in helpers]
    found = [own]
    for part, theirs in zip(parts[1:], handed_back, strict=True):
        found.append([work(item) for item in part] if theirs is None else theirs)
    return [found[at % count][at // count] for at in range(len(items))]


def _helper(work: Work[Item, Found], part: Sequence[Item]) -> tuple[int, IO[bytes]]:
    hearing, telling = os.pipe()
    pid = os.fork()
    if pid == 0:
        # Whatever happens here, this process must never go on as if it were its parent.
        code = 1
        try:
            os.close(hearing)
            with os.fdopen(telling, "wb") as told:
                pickle.dump([work(item) for item in part], told, pickle.HIGHEST_PROTOCOL)
            code = 0
        finally:
            os._exit(code)
    os.close(telling)
    return pid, os.fdopen(hearing, "rb")


def _handed_back(helper: tuple[int, IO[bytes]]) -> list[Any] | None:
    pid, hearing = helper
    with hearing:
        told = hearing.read()
    _, status = os.waitpid(pid, 0)
    return pickle.loads(told) if told and status == 0 else None  # noqa: S301  from a process of ours
