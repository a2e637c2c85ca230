"""One waiting suite process: it has collected the checks that it expects to run, and waits for the seed."""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from runner.suites.brief import Brief, brief_to_data
from runner.suites.starting import WAITING_BOOT, Started, start_suite

Stamps = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class WaitingSuite:
    """A suite process, what it was told to expect, and what the suite's files were like then."""

    started: Started
    expected: Brief
    stamps: Stamps

    def fits(self, brief: Brief) -> bool:
        """Tell whether it lives and may take this brief: nothing but the seed is another."""
        is_alike = replace(brief, seed=self.expected.seed) == self.expected
        return is_alike and stamps_of(brief) == self.stamps and self._is_alive()

    def leave(self) -> None:
        """End it unused."""
        process = self.started.process
        process.kill()
        process.wait()
        for file in (process.stdin, process.stdout, self.started.log):
            if file is not None:
                with contextlib.suppress(OSError):  # what it never read
                    file.close()

    def _is_alive(self) -> bool:
        try:
            self.started.process.wait(timeout=0)
        except subprocess.TimeoutExpired:
            return True
        return False


def park_suite(expected: Brief) -> WaitingSuite:
    """Start a suite process that loads, collects and waits."""
    stamps = stamps_of(expected)
    started = start_suite(WAITING_BOOT)
    with contextlib.suppress(OSError):  # it died: whoever wants it notices
        if started.process.stdin:
            started.process.stdin.write(json.dumps({"brief": brief_to_data(expected)}).encode() + b"\n")
            started.process.stdin.flush()
    return WaitingSuite(started, expected, stamps)


def stamps_of(brief: Brief) -> Stamps:
    """Return what changes when an author saves a file of the suite."""
    found = {}
    for path in Path(brief.checks_file).parent.rglob("*"):
        with contextlib.suppress(OSError):  # an editor's file that is gone by now
            about = path.lstat()
            found[str(path)] = (about.st_mtime_ns, about.st_size)
    return found
