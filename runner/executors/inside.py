"""Our own program within a cell: it keeps the servers and the suite of one submission, and tells what came of it.

Started as `python -I -X utf8 -c BOOT ROOT` with the errand on its standard input. Its standard output is believed, and
no program of the submission ever holds it.
"""

from __future__ import annotations

import contextlib
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import IO, NoReturn

from runner.errors import KataError
from runner.evidence import Report
from runner.exchanges.load import kept_checks_file
from runner.executors.errand import Errand, Teller, errand_from
from runner.executors.executable import require_executable
from runner.executors.forked_suite import fork_suite
from runner.executors.local import LocalExecutor
from runner.executors.watchdog import Watcher, watch
from runner.platforms.given_files import giving, memory_file
from runner.platforms.limits import hard_limits
from runner.sandboxes.bubblewrap import OURS, RUN, TEMPORARY, inner_words
from runner.sandboxes.limits import Allowance
from runner.sandboxes.parcels import unpacked
from runner.sandboxes.seccomp import filter_for
from runner.sandboxes.view import View
from runner.server.process import Order, Wrapped
from runner.suites.loading import load_all

CACHE = OURS / "cache"

# A second instance gets other process numbers than the first, as on a machine: programs name their files by them.
_SKIP_NUMBERS = 'n=$1; shift; while [ "$n" -gt 0 ]; do (:); n=$((n-1)); done; exec "$@"'
_MOST_SKIPPED = 16


def main() -> NoReturn:
    """Do one errand."""
    outgoing = private_output()
    teller = Teller(outgoing)
    teller.up()
    load_all()
    errand = errand_from(sys.stdin.buffer)
    try:
        teller.report(_done(errand, teller))
    except KataError as error:
        teller.error(error)
    os._exit(0)


class InnerStarter:
    """Starts each program of the submission in a cell of its own, one level deeper."""

    def __init__(self, view: View, allowance: Allowance, folder: Path, watcher: Watcher = watch) -> None:
        self._view = view
        self._allowance = allowance
        self._folder = folder
        self._limits = allowance.words(hard_limits())
        self._filter = filter_for(platform.machine())
        self._watcher = watcher
        self._starts = 0
        TEMPORARY.mkdir(exist_ok=True)

    def __call__(self, order: Order) -> Wrapped:
        """Start a program; OSError when it cannot be executed at all."""
        require_executable(order.command, order.folder, order.environment.get("PATH", ""))
        skipped = self._starts % _MOST_SKIPPED
        self._starts += 1
        before = ("/bin/sh", "-c", _SKIP_NUMBERS, "sh", str(skipped)) if skipped else ()
        # A new one for each start: a file that was read to its end holds no filter for the next.
        with order.log.open("ab") as log, memory_file(self._filter) as seccomp:
            built = order.log.parent / "build"
            writable = (self._folder, order.data, *((built,) if built.is_dir() and built != order.data else ()))
            words = inner_words(self._view, writable, order.folder, seccomp.fileno(), self._allowance)
            program = Wrapped(
                [*words, *before, *self._limits, *order.command],
                cwd="/",
                env=dict(order.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                **giving(seccomp.fileno()),
            )
        self._watcher(program, order, self._allowance, (self._folder, RUN))
        return program


def private_output() -> IO[bytes]:
    """Keep standard output for what is believed; whatever else prints goes to standard error."""
    own = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(own, "wb")


def _done(errand: Errand, teller: Teller) -> Report:
    job = errand.job
    unpacked(errand.program, job.submission.folder)
    unpacked(errand.suite, job.kata.suite_folder)
    CACHE.mkdir()
    if errand.checks:
        kept_checks_file(job.kata.checks_file, CACHE).write_bytes(errand.checks)
    execute = LocalExecutor(
        cache=CACHE,
        register=lambda: contextlib.nullcontext(errand.token),
        suites=fork_suite,
        starter=InnerStarter(errand.view, errand.allowance, job.submission.folder),
        scratch=RUN,
    )
    return execute(job, teller.outcome)
