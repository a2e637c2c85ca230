"""What `--help` shows."""

import subprocess
import sys

import pytest

from runner.cli.commands import COMMANDS


@pytest.mark.parametrize("name", [row[1] for row in COMMANDS])
def test_every_command_shows_its_help_as_it_was_written(name, tmp_path):
    command = [sys.executable, "-m", "runner", name, "--help"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr
    assert "Usage: kata" in result.stdout
    assert "\\b" not in result.stdout
