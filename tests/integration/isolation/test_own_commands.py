"""A program with build and start commands of its own comes to the same in a cell as outside, mistakes in them too."""

import shutil

import pytest

from runner.app.isolating import grading_executor
from runner.app.place import here
from runner.app.testing import executor
from runner.catalog import find_kata
from runner.model import Job, Submission
from runner.workspace.submitting import digest

BUILT = ("/bin/sh", "-c", "(echo '#!/usr/bin/env python3'; cat app.py) > my_server && chmod +x my_server")
CASES = {
    "built and started": ((BUILT,), ("./my_server",)),
    "a build that fails": ((("/bin/sh", "-c", "echo mistake in line 3; exit 7"),), ("./my_server",)),
    "a build that is not there": ((("no-such-compiler",),), ("./my_server",)),
    "a build that goes on in the background": (
        (("/bin/sh", "-c", "sleep 300 & echo built"), BUILT),
        ("./my_server",),
    ),
    "a program that is not there": ((), ("./my_server",)),
    "a program that may not be executed": ((), ("./app.py",)),
    "a program that is killed by itself": ((), ("/bin/sh", "-c", "kill -9 $$")),
    "a program that ends with a code": ((), ("/bin/sh", "-c", "exit 3")),
    "a program behind a shell": ((BUILT,), ("/bin/sh", "-c", "./my_server; exit 0")),
}


@pytest.fixture(scope="module")
def place(root):
    return here(root / "tests/packs/tiny")


@pytest.fixture(scope="module")
def isolated(place):
    return grading_executor(place)


@pytest.mark.timeout(200)
@pytest.mark.parametrize("case", CASES)
def test_own_commands_come_to_the_same_in_a_cell(case, place, isolated, root, tmp_path):
    kata = find_kata(place.syllabus, "hello")
    folder = tmp_path / "hello"
    shutil.copytree(kata.solutions / "python", folder)
    build, start = CASES[case]
    submission = Submission("hello", folder, start, "", build, digest(folder))
    job = Job(kata=kata, submission=submission, seed=7)

    there, local = isolated(job, lambda _: None), executor(place)(job, lambda _: None)

    assert there.trouble == local.trouble == ""
    assert there.verdict == local.verdict
    assert (there.launch and there.launch.cause) == (local.launch and local.launch.cause)
    assert (there.launch and there.launch.what) == (local.launch and local.launch.what)
