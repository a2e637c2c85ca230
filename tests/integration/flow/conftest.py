"""A workspace with the solved kata of the pack `flow`: a small SQLite program."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FLOW = Path(__file__).resolve().parents[2] / "packs" / "flow"
RIGHT = FLOW / "solutions/notes/python/app.py"


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    caches = tmp_path_factory.mktemp("cache")
    return {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(caches), "HOME": str(caches), "LANG": "C.UTF-8"}


@pytest.fixture
def work(tmp_path, kata):
    pack = Path(shutil.copytree(FLOW, tmp_path / "pack"))
    assert kata("init", "work", "--track", "python", cwd=pack).returncode == 0
    assert kata("next", cwd=pack / "work").returncode == 0
    shutil.copy(RIGHT, pack / "work/notes/app.py")
    return pack / "work"


@pytest.fixture
def kata(environment):
    def run(*words, cwd):
        command = [sys.executable, "-m", "runner", *words]
        options = {"capture_output": True, "text": True, "timeout": 100, "stdin": subprocess.DEVNULL}
        return subprocess.run(command, cwd=cwd, env=environment, check=False, **options)

    return run


@pytest.fixture
def broken(work):
    """Put one mistake into the program: what stands there, and what comes instead."""

    def put(was, now):
        program = RIGHT.read_text()
        assert was in program
        (work / "notes/app.py").write_text(program.replace(was, now))
        return work

    return put


@pytest.fixture
def answers_200(broken):
    """A program that stores a note and answers 200 instead of 201."""
    return broken("self.answer(201, {", "self.answer(200, {")
