"""A suite process that is forked from our own program in a cell: that has loaded everything, and has one thread."""

from __future__ import annotations

import tempfile

from runner.platforms.forked import forked
from runner.suites import child
from runner.suites.starting import Started


def fork_suite() -> Started:
    """Fork a suite process; it is used once, and before this process has any thread."""
    log = tempfile.TemporaryFile()  # noqa: SIM115  closed with the process that it belongs to
    return Started(forked(child.main, log), log)
