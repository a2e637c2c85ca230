"""The pack `tiny`, a class of submissions, and the command line as an instructor uses it."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

TINY = Path(__file__).resolve().parents[2] / "packs" / "tiny"
RIGHT = TINY / "solutions/hello/python/app.py"
STUB = TINY / "katas/hello/stub/python/app.py"
WAIT_SECONDS = 60


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    return {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(home / "cache"), "HOME": str(home), "LANG": "C.UTF-8"}


@pytest.fixture(scope="session")
def right():
    """Return a program that passes every check."""
    return (TINY / "solutions/hello/python/app.py").read_text()


@pytest.fixture(scope="session")
def wrong():
    """Return a program that fails one check, of one point."""
    return (TINY / "katas/hello/wrong/always-200/app.py").read_text()


@pytest.fixture
def pack(tmp_path):
    return Path(shutil.copytree(TINY, tmp_path / "pack"))


@pytest.fixture(scope="session")
def kata(environment):
    def run(*words, cwd, **env):
        command = [sys.executable, "-m", "runner", *map(str, words)]
        options = {"capture_output": True, "text": True, "timeout": 110, "stdin": subprocess.DEVNULL}
        return subprocess.run(command, cwd=cwd, env=environment | env, check=False, **options)

    return run


@pytest.fixture(scope="session")
def grade(kata):
    """Grade by the pack `tiny`, in cells where there are any: what those keep apart has its own tests."""

    def run(*words, cwd, **env):
        return kata("grade", *words, "--pack", TINY, "--accept-isolation=none", cwd=cwd, **env)

    return run


@pytest.fixture
def grading(environment):
    """Start a grading and leave it to the test."""
    started = []

    def start(*words, cwd, **env):
        command = [sys.executable, "-m", "runner", "grade", *map(str, words), "--pack", str(TINY)]
        process = subprocess.Popen(
            [*command, "--accept-isolation=none"],
            cwd=cwd,
            env=environment | env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def hand_in():
    """Lay a program into a class as somebody's work."""

    def lay(folder, student, program, kata="hello"):
        work = folder / student / kata
        work.mkdir(parents=True)
        (work / "app.py").write_text(program)
        return work

    return lay


@pytest.fixture(scope="session")
def grades_in():
    """Return the grades that a store holds, one a line, by student."""

    def read(store):
        lines = (store / "grades.jsonl").read_text().splitlines()
        return [json.loads(line)["grade"] for line in lines]

    return read


@pytest.fixture(scope="session")
def wait_for():
    def wait(condition):
        deadline = time.monotonic() + WAIT_SECONDS
        while not condition():
            assert time.monotonic() < deadline, "it never came to that"
            time.sleep(0.02)

    return wait


@pytest.fixture(scope="session")
def living():
    """Return the processes that carry the mark of one of these runs."""

    def find(runs):
        marks = tuple(f"KATA_RUN={run}.".encode() for run in runs)
        return [
            int(entry.name)
            for entry in Path("/proc").glob("[0-9]*")
            if any(word.startswith(marks) for word in _environment_of(entry))
        ]

    return find


def _environment_of(entry):
    try:
        return (entry / "environ").read_bytes().split(b"\0")
    except OSError:
        return []
