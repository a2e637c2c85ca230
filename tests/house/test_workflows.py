"""The action and the workflows that courses copy, by the tools that know GitHub's rules."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

TOOLS = Path(sys.executable).parent


def workflows(root):
    return sorted(path for path in root.glob("**/.github/workflows/*.yml") if ".venv" not in path.parts)


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=100)


def test_zizmor_finds_nothing(root):
    result = run(
        TOOLS / "zizmor", "--offline", "--no-progress", "--persona", "pedantic", root / "action.yml", *workflows(root)
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_github_would_read_them(root):
    assert workflows(root)
    for schema, files in (("actions", [root / "action.yml"]), ("workflows", workflows(root))):
        result = run(TOOLS / "check-jsonschema", "--builtin-schema", f"vendor.github-{schema}", *files)
        assert result.returncode == 0, result.stdout + result.stderr


def test_a_workflow_may_do_no_more_than_read(root):
    for path in workflows(root):
        workflow = yaml.safe_load(path.read_text())
        assert workflow["permissions"] == {"contents": "read"}, path
        for job in workflow["jobs"].values():
            assert job["timeout-minutes"] <= 30
            assert "permissions" not in job


def test_no_input_is_written_into_a_script(root):
    action = yaml.safe_load((root / "action.yml").read_text())
    for step in action["runs"]["steps"]:
        assert "uses" not in step, "the action works without any other"
        assert "${{" not in step["run"]


@pytest.mark.parametrize("file", ["setup.sh", "run_autograder"])
def test_a_script_of_gradescope_is_bash(root, file):
    assert run("bash", "-n", root / "templates/gradescope" / file).returncode == 0


def test_the_devcontainer_is_json(root):
    assert json.loads((root / "templates/classroom/.devcontainer/devcontainer.json").read_text())["forwardPorts"]
