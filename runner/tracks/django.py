"""Django in a single file."""

from __future__ import annotations

from runner.model import Track

TRACK = Track(
    slug="django",
    title="Django",
    entry="app.py",
    run=("${PYTHON}", "app.py"),
    marks=("import django", "from django"),
    modules=("django",),
    base="python",
    formatter="ruff format app.py",
)
