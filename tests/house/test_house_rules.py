"""The rules of the house, checked by the tools that know them."""

import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(sys.executable).parent

CHECKS = {
    "ruff": [str(TOOLS / "ruff"), "check", "."],
    "ruff-format": [str(TOOLS / "ruff"), "format", "--check", "runner", "tests", "benchmarks"],
    "mypy": [sys.executable, "-m", "mypy"],
    "import-linter": [str(TOOLS / "lint-imports")],
}


@pytest.mark.parametrize("tool", CHECKS)
def test_tool_finds_nothing(tool, root):
    result = subprocess.run(CHECKS[tool], cwd=root, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]


def imported_by(arguments, root):
    """Return the modules that a command of ours loads."""
    command = [sys.executable, "-X", "importtime", "-m", "runner", *arguments]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return {line.rsplit("|", 1)[1].strip() for line in result.stderr.splitlines() if line.startswith("import time:")}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments, root):
    heavy = {"httpx", "pydantic", "yaml", "pytest", "rich", "platformdirs"}

    assert not heavy & imported_by(arguments, root)


def test_the_list_of_commands_loads_its_words_alone(root):
    loaded = imported_by(["--help"], root)

    assert "runner.words.english.commands" in loaded
    assert not {"click", "typing", "runner.words.english.help"} & loaded


def test_next_loads_nothing_heavy(root, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "runner", "init", str(tmp_path / "work")], cwd=root, check=True, capture_output=True
    )
    heavy = {"httpx", "pydantic", "yaml", "pytest", "rich", "h11", "platformdirs", "tempfile", "runner.planted"}
    # Once for each version of the katas the syllabus is read whole; what counts is every time after that.
    imported_by(["list"], tmp_path / "work")

    loaded = imported_by(["next"], tmp_path / "work")

    assert "runner.workspace" in loaded
    assert not heavy & loaded
