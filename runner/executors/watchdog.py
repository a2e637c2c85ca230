"""Watch over what a program uses, where no limit of the kernel counts it: memory of all its processes, and files.

Limits count one process at a time and leave out what is shared; a program over the measure is ended, and its log says
why, for the report.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from runner.platforms import proc
from runner.platforms.here import HERE
from runner.platforms.kinds import Force
from runner.sandboxes.limits import MEGABYTE, Allowance
from runner.server.process import Order, Wrapped

_LOOK_SECONDS = 0.05
_NEARLY = 0.95  # of the processes it may have: beyond that its forks fail, and go on trying
_PLACES = ("dev/shm",)


Watcher = Callable[[Wrapped, Order, Allowance, Iterable[Path]], None]


def watch(program: Wrapped, order: Order, allowance: Allowance, disks: Iterable[Path]) -> None:
    """Watch a program that was just started until it ends."""
    arguments = (program, order, allowance, tuple(disks))
    threading.Thread(target=_watch, args=arguments, name=f"use of {order.name}", daemon=True).start()


def _watch(program: Wrapped, order: Order, allowance: Allowance, disks: tuple[Path, ...]) -> None:
    while program.returncode is None:
        pids = sorted(HERE.descendants(program.pid))
        excess = _excess(pids, allowance, disks)
        if excess:
            with contextlib.suppress(OSError), order.log.open("ab") as log:
                log.write(f"\n[kata: ended, since it {excess}]\n".encode())
            HERE.end(pids, Force.KILL)
            return
        time.sleep(_LOOK_SECONDS)


def _excess(pids: list[int], allowance: Allowance, disks: Iterable[Path]) -> str:
    """Return what the program has too much of, in words; empty while all is well."""
    used = [usage for usage in map(proc.usage_of, pids) if usage is not None]
    if sum(usage.threads for usage in used) > allowance.processes * _NEARLY:
        return f"had {allowance.processes} processes and threads at a time, the most it may have"
    # Adding up counts what processes share once for each: only then is it worth a closer look.
    if sum(usage.resident for usage in used) > allowance.all_memory:
        memory = sum(map(proc.own_share, pids))
        if memory > allowance.all_memory:
            limit = allowance.all_memory // MEGABYTE
            return f"used {memory // MEGABYTE} MB of memory, more than the {limit} MB it may have"
    for place in (*map(str, disks), *_own_places(pids)):
        if proc.files_in(place) > allowance.most_files:
            return f"made more than {allowance.most_files} files"
    return ""


def _own_places(pids: list[int]) -> Iterator[str]:
    # The last one is the program or what it started; the first belongs to the sandbox and sees the same.
    for name in _PLACES if pids else ():
        yield f"{proc.root_of(pids[-1])}/{name}"
