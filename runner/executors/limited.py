"""Run one job without a cell, for machines that one can lose: a copy of the submission, limits, and never as root.

What the kernel limits is limited, and nothing may gain privileges; but the program sees this machine's files, processes
and network as its user does. Where not even that is to be had, it runs as `kata test` runs it.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from runner.errors import SandboxError
from runner.evidence import Report
from runner.executors.local import LocalExecutor
from runner.model import Job
from runner.platforms.users import hand_over, is_root
from runner.ports import Listener
from runner.sandboxes.limits import Allowance
from runner.sandboxes.parcels import packed, unpacked
from runner.sandboxes.slots import held_slot
from runner.server.process import Order, start_cold

_TRY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class LimitedExecutor:
    """Turn jobs into reports, each on a copy of the submission."""

    cache: Path | None
    register: Callable[[], AbstractContextManager[str]]
    isolation: str
    python: str
    allowance: Allowance | None  # None: this system has no such limits

    def __call__(self, job: Job, listen: Listener) -> Report:
        """Run the job to its end; every process of it that can be found is dead when this returns."""
        with ExitStack() as held:
            user = held.enter_context(held_slot()) if is_root() else None
            if user is not None:
                _require_reachable(self.python, user)
            room = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="kata-", ignore_cleanup_errors=True)))
            room.chmod(0o711)
            scratch, folder = room / "run", room / job.kata.slug
            for made in (scratch, folder):
                made.mkdir(0o711)
            unpacked(packed(job.submission.folder), folder)
            if user is not None:
                _hand_over_all(folder, user)
            starter = LimitedStarter(self.allowance, user) if self.allowance else start_cold
            execute = LocalExecutor(self.cache, self.register, starter=starter, scratch=scratch)
            report = execute(replace(job, submission=replace(job.submission, folder=folder)), listen)
        return replace(report, folder=str(job.submission.folder), isolation=self.isolation)

    def stop(self) -> None:
        """Do nothing: what runs is ended with its thread."""


class LimitedStarter:
    """Starts programs with limits, without a way to more privileges, and as another user where we are root."""

    def __init__(self, allowance: Allowance, user: int | None) -> None:
        # Without namespaces a user's processes are counted together: those of the grader, too.
        self._limits = [word for word in allowance.words({}) if user is not None or not word.startswith("--nproc")]
        self._user = user

    def __call__(self, order: Order) -> subprocess.Popen[bytes]:
        """Start a program; OSError when it cannot be executed at all."""
        if self._user is not None:
            # Its folder lies in ours, which others may pass through but not read.
            order.data.parent.chmod(0o711)
            hand_over(order.data, self._user)
        return start_cold(replace(order, command=(*_as(self._user), *self._limits, *order.command)))


def _as(user: int | None) -> tuple[str, ...]:
    words = ("setpriv", "--no-new-privs", "--inh-caps=-all")
    if user is None:
        return (*words, "--")
    return (*words, "--bounding-set=-all", "--reuid", str(user), "--regid", str(user), "--clear-groups", "--")


def _require_reachable(python: str, user: int) -> None:
    try:
        # As it is started later: setpriv itself still has root's rights when it looks for a program.
        words = [*_as(user), "prlimit", "--core=0", "--", python, "-I", "-c", "import socket"]
        tried = subprocess.run(words, cwd="/", capture_output=True, timeout=_TRY_SECONDS, check=False)
        is_reached = tried.returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        is_reached = False
    if not is_reached:
        what = "no submission may run as root, and another user cannot reach the Python that would run it"
        fix = "Grade as an ordinary user, or install bubblewrap: a cell shows a Python wherever it lies."
        raise SandboxError(what, where=python, fix=fix)


def _hand_over_all(folder: Path, user: int) -> None:
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            hand_over(Path(parent, name), user)
    hand_over(folder, user)
