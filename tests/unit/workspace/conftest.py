"""A kata with a stub, and a workspace to open it in."""

from pathlib import Path

import pytest

from runner.model import Kata
from runner.workspace import create_workspace


@pytest.fixture
def kata(tmp_path):
    """Return a kata whose stub has a program, a folder and a start script."""
    folder = tmp_path / "pack" / "katas" / "todo-api"
    stub = folder / "stub" / "python"
    (stub / "data").mkdir(parents=True)
    (stub / "__pycache__").mkdir()
    (folder / "README.md").write_text("# Todo\n")
    (stub / "app.py").write_text("TODO = 1\n")
    (stub / "data" / "seed.txt").write_text("seed\n")
    (stub / "start.sh").write_text("#!/bin/sh\n")
    (stub / "start.sh").chmod(0o755)
    (stub / "__pycache__" / "app.pyc").write_bytes(b"\0")
    return Kata("todo-api", "Todos", "s", "t", (), (), (), folder, Path("/nowhere"))


@pytest.fixture
def stub(kata):
    """Return the folder of the kata's stub."""
    return kata.folder / "stub" / "python"


@pytest.fixture
def workspace(tmp_path):
    """Return a new workspace."""
    return create_workspace(tmp_path / "work", "flask")
