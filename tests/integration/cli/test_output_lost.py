"""Output that nobody can take is said in one sentence, or passed over where nobody wants it."""

import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")
COMMANDS = (("--help",), ("list",), ("check", "--help"))


@pytest.mark.skipif(not FULL.exists(), reason="a disk that is always full is Linux's own")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_full_disk_is_told_and_no_bug_of_ours(words):
    with FULL.open("w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "runner", *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert result.returncode == 5
    assert "the output could not be written: [Errno 28]" in result.stderr
    assert result.stderr.count("\n") == 2


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_standard_output_at_all_is_fine(words):
    command = f'exec "$0" -m runner {" ".join(words)} >&-'
    result = subprocess.run(["sh", "-c", command, sys.executable], stderr=subprocess.PIPE, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_reader_who_goes_away_is_no_error(words):
    with subprocess.Popen(
        [sys.executable, "-m", "runner", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)
