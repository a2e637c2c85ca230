"""Open a cell around a program of ours, from outside, and know that nothing of it is left when it is closed."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from runner.errors import SandboxError
from runner.executors.errand import LONGEST_LINE
from runner.platforms.given_files import giving, memory_file
from runner.platforms.handle import Handle
from runner.platforms.users import is_root
from runner.sandboxes.bubblewrap import ETC, Files, outer_words
from runner.sandboxes.limits import Allowance
from runner.sandboxes.slots import held_slot
from runner.sandboxes.view import View

STAGED = "kata-grade-"  # begins the names of folders in /tmp, before our pid: what a killed grader left is known by it
END_SECONDS = 10.0
_LONGEST_TOLD = 4096
_LONGEST_LOG = 4000

# Root binds what the other user could not reach by its own path to a neutral place, in a mount space of its own, and
# then is root no more.
_DROP_ROOT = """
set -e
room=$1; user=$2; count=$3; shift 3
mount -t tmpfs -o mode=755,size=1M,nosuid,nodev kata "$room"
n=0
while [ "$n" -lt "$count" ]; do
  if [ -d "$1" ]; then mkdir "$room/$n"; else : > "$room/$n"; fi
  mount --bind "$1" "$room/$n"
  shift; n=$((n+1))
done
exec setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all -- "$@"
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What every cell of one grading has in common."""

    bubblewrap: str
    view: View  # what our own program in it sees
    sources: Mapping[str, str]  # where places lie here that another user could perhaps not enter, or that lie elsewhere
    environment: Mapping[str, str]
    allowance: Allowance


class Cell:
    """One open cell; made by `open_cell`."""

    def __init__(self, process: subprocess.Popen[bytes], first: Handle | None, log: IO[bytes]) -> None:
        self._process = process
        self._first = first  # a handle on the first process of the cell: when that is gone, everything in it is
        self._log = log
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def give(self, content: bytes) -> None:
        """Write the errand; a program that went away is noticed where its lines are read."""
        with contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.write(content)
                self._process.stdin.flush()

    def next_line(self, deadline: float) -> bytes | None:
        """Return the next line that our program tells; empty at its end, None when its time is over."""
        try:
            return self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            return None

    def kill(self) -> None:
        """End everything in the cell at once."""
        if self._first:
            self._first.kill()
        self._process.kill()

    def close(self) -> str:
        """End everything in the cell, wait until it is gone, and return what our program said of itself."""
        self.kill()
        self._process.wait()
        is_gone = self._first is None or self._first.is_over(END_SECONDS)
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if stream:
                    stream.close()
        if self._first:
            self._first.close()
        if not is_gone:
            what = f"the processes of a cell cannot be killed (kill -9 did not end them in {END_SECONDS:.0f} s)"
            raise SandboxError(what, fix="Look for programs that hang in the kernel: ps -eo pid,stat,comm | grep ' D'")
        with self._log as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - _LONGEST_LOG))
            return log.read().decode("utf-8", "replace")

    def _read(self) -> None:
        pipe = self._process.stdout
        with contextlib.suppress(OSError, ValueError):
            while pipe is not None and (line := pipe.readline(LONGEST_LINE)):
                self._lines.put(line)
        self._lines.put(b"")


@contextlib.contextmanager
def open_cell(plan: Plan, command: Sequence[str], program: Path, environment: Mapping[str, str]) -> Iterator[Cell]:
    """Run a command of ours in a new cell, with a place for a program; everything in it is dead at the end."""
    with contextlib.ExitStack() as held:
        log = tempfile.TemporaryFile()  # noqa: SIM115  closed with the cell
        etc = {place: held.enter_context(memory_file(content.encode())).fileno() for place, content in ETC.items()}
        told, telling = os.pipe()
        with os.fdopen(told, "rb") as hearing:
            try:
                before, sources = _before(plan, held)
                told_words = outer_words(plan.view, sources, Files(etc, telling), plan.allowance, program)
                words = [*before, plan.bubblewrap, *told_words, *command]
                process = subprocess.Popen(
                    words,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    env={**plan.environment, **environment},
                    **giving(telling, *etc.values()),
                )
            finally:
                os.close(telling)
            cell = Cell(process, first_process(hearing), log)
        try:
            yield cell
        finally:
            if not log.closed:
                cell.close()


def _before(plan: Plan, held: contextlib.ExitStack) -> tuple[list[str], dict[str, str]]:
    """Return what has to stand before bubblewrap, and where it reaches places: only root needs either."""
    if not is_root():
        return [], dict(plan.sources)
    slot = held.enter_context(held_slot())
    room = tempfile.mkdtemp(prefix=f"{STAGED}{os.getpid()}-", dir="/tmp")
    held.callback(shutil.rmtree, room, ignore_errors=True)
    Path(room).chmod(0o711)
    sources = {place: f"{room}/{number}" for number, place in enumerate(plan.sources)}
    words = ["unshare", "--mount", "--propagation", "private", "--", "/bin/sh", "-c", _DROP_ROOT, "sh"]
    return [*words, room, str(slot), str(len(plan.sources)), *plan.sources.values()], sources


def first_process(hearing: IO[bytes]) -> Handle | None:
    """Return a handle on the cell's first process, or None when there is none: bubblewrap says why in the log."""
    written = b""
    # It comes in several writes.
    while len(written) < _LONGEST_TOLD and (piece := os.read(hearing.fileno(), _LONGEST_TOLD)):
        written += piece
        try:
            return Handle(int(json.loads(written)["child-pid"]))
        except (ValueError, KeyError):
            continue
        except OSError:
            break  # it is gone already
    return None
