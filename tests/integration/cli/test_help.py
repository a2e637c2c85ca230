"""What `--help` shows."""

import os
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


@pytest.mark.parametrize("name", ["", "test", "verify", "grade"])
@pytest.mark.parametrize("width", [40, 80, 200])
def test_help_fits_the_terminal(name, width, tmp_path):
    command = [sys.executable, "-m", "runner", *name.split(), "--help"]
    env = os.environ | {"COLUMNS": str(width)}
    result = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    lines = result.stdout.splitlines()
    assert "Usage: kata" in lines[0]
    assert [line for line in lines if len(line) > width] == []


@pytest.mark.parametrize("words", [("--ascii", "list"), ("list", "--ascii")])
def test_options_about_the_terminal_stand_anywhere(words, tmp_path):
    command = [sys.executable, "-m", "runner", *words]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)

    assert result.returncode == 0, result.stderr
    assert "time-server" in result.stdout
    assert result.stdout.isascii()
