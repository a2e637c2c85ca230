"""Python with nothing but its standard library."""

from __future__ import annotations

from runner.model import Track

TRACK = Track(
    slug="python",
    title="Python (standard library)",
    entry="app.py",
    run=("${PYTHON}", "app.py"),
    formatter="ruff format app.py",
)
