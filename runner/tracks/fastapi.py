"""FastAPI on uvicorn."""

from __future__ import annotations

from runner.model import Track

TRACK = Track(
    slug="fastapi",
    title="FastAPI",
    entry="app.py",
    run=("${PYTHON}", "app.py"),
    marks=("import fastapi", "from fastapi"),
    modules=("fastapi", "uvicorn"),
    base="python",
    formatter="ruff format app.py",
)
