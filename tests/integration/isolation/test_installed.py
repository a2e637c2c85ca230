"""An environment in which kata itself is installed, solutions and all, is shown without it."""

import json
import os
import shutil
import subprocess
import sys

import pytest

LOOKS = """
import glob, json, os, sys
found = sorted({path for place in sys.path for path in glob.glob(f"{place}/runner/**/app.py", recursive=True)})
try:
    import runner.catalog
    found.append(runner.catalog.__file__)
except ImportError:
    pass
others = [os.path.exists(f"{place}/other.py") for place in sys.path]
print(json.dumps({"prefix": sys.prefix, "found": found, "others": others}))
"""


@pytest.fixture(scope="session")
def environment(room, root):
    """Return a virtual environment with kata in it, as a wheel would lay it out, and one more module."""
    folder = room / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    packages = next(folder.glob("lib/python3*/site-packages"))
    shutil.copytree(root / "runner", packages / "runner", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("katas", "solutions"):
        shutil.copytree(root / name, packages / "runner/bundled" / name)
    shutil.copy(root / "katas.yaml", packages / "runner/bundled/katas.yaml")
    (packages / "other.py").write_text("")
    return folder


def test_kata_and_its_solutions_are_not_to_be_found_in_it(identity, look, environment):
    seen = look(identity, LOOKS, env={"VIRTUAL_ENV": str(environment)})

    assert seen["prefix"] == str(environment)
    assert any(seen["others"])  # its other modules are there
    assert seen["found"] == []


def test_without_a_cell_they_would_be_found(environment):
    python = environment / "bin/python"
    command = [python, "-c", LOOKS]

    seen = json.loads(subprocess.run(command, capture_output=True, check=True, env={**os.environ}, cwd="/").stdout)

    assert any("bundled/solutions" in path for path in seen["found"])
