"""The process that suite processes are forked from: it loads what every suite needs, and then only forks."""

from __future__ import annotations

from runner.platforms.fork_server import serve
from runner.suites import child
from runner.suites.loading import load_all


def main(number: int) -> None:
    """Load, and fork at the asker's word."""
    load_all()
    serve(number, child.main)
