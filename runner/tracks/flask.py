"""Flask, the small framework."""

from __future__ import annotations

from runner.model import Track

TRACK = Track(
    slug="flask",
    title="Flask",
    entry="app.py",
    run=("${PYTHON}", "app.py"),
    marks=("import flask", "from flask"),
    modules=("flask",),
    base="python",
    formatter="ruff format app.py",
)
