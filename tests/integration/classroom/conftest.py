"""What a CI machine and a classroom are to our action and templates: folders, variables, bash."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

TINY = Path(__file__).resolve().parents[2] / "packs" / "tiny"
INPUT = re.compile(r"\$\{\{ inputs\.([\w-]+) \}\}")


class Job:
    """A job on a GitHub runner: runs the steps of our action as the runner would."""

    def __init__(self, root, temp, home):
        self._root, self._temp = root, temp
        self._action = yaml.safe_load((root / "action.yml").read_text())
        self._around = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "RUNNER_TEMP": str(temp)}
        self.summary, self.outputs = "", {}

    def step(self, name, folder, with_=None, **variables):
        """Run one step in a checkout; keeps its outputs and its part of the summary."""
        step = next(step for step in self._action["runs"]["steps"] if step["name"] == name)
        inputs = {key: value["default"] for key, value in self._action["inputs"].items()} | (with_ or {})
        files = {key: self._temp / key for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        given = {key: self._filled(value, inputs) for key, value in step.get("env", {}).items()}
        around = self._around | {key: str(file) for key, file in files.items()} | given | variables
        around["GITHUB_WORKSPACE"] = str(folder)
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
        options = {"capture_output": True, "text": True, "timeout": 110, "stdin": subprocess.DEVNULL}
        result = subprocess.run(command, cwd=folder, env=around, check=False, **options)
        self.summary = files["GITHUB_STEP_SUMMARY"].read_text()
        self.outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        return result

    def _filled(self, text, inputs):
        return INPUT.sub(lambda found: inputs[found[1]], text).replace("${{ github.action_path }}", str(self._root))


@pytest.fixture(scope="session")
def runner_temp(root, tmp_path_factory):
    """Return the temporary folder of a runner on which the action has installed kata, as a wheel."""
    temp = tmp_path_factory.mktemp("runner")
    # The libraries are those of this environment; what is built and installed is kata itself.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", temp / "kata"], check=True)
    (site,) = (temp / "kata").glob("lib/python*/site-packages")
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "libraries.pth").write_text(f"{here}\n")
    offline = {"PIP_NO_DEPS": "1", "PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    job = Job(root, temp, temp)
    result = job.step("Install kata", temp, {"python": sys.executable}, **offline)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (site / "runner/bundled/katas.yaml").is_file()
    return temp


@pytest.fixture(scope="session")
def accepted(runner_temp):
    """Return what is to be accepted here: full isolation, or whatever a machine without a sandbox gives."""
    command = [runner_temp / "kata/bin/kata", "doctor", "--grade"]
    found = subprocess.run(command, capture_output=True, text=True, check=False, timeout=110)
    return "full" if found.returncode == 0 else "none"


@pytest.fixture
def job(root, runner_temp, tmp_path):
    return Job(root, runner_temp, tmp_path)


@pytest.fixture
def pack(tmp_path):
    """Return an instructor's pack with one hidden check."""
    folder = Path(shutil.copytree(TINY, tmp_path / "pack"))
    suite = folder / "katas/hello/suite/checks.yaml"
    hidden = "    title: POST /echo gives the word back\n"
    assert hidden in suite.read_text()
    suite.write_text(suite.read_text().replace(hidden, hidden + "    visibility: hidden\n"))
    return folder


@pytest.fixture
def checkout(tmp_path):
    """Return a student's repository with a right program in it."""
    folder = tmp_path / "checkout"
    (folder / "hello").mkdir(parents=True)
    (folder / "workspace.yaml").write_text("format: 1\ntrack: python\n")
    shutil.copy(TINY / "solutions/hello/python/app.py", folder / "hello/app.py")
    return folder


@pytest.fixture
def breaks():
    """Change a student's program."""

    def change(checkout, old, new):
        program = checkout / "hello/app.py"
        assert old in program.read_text()
        program.write_text(program.read_text().replace(old, new))

    return change
