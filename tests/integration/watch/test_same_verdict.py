"""The same verdict cold and warm, for stubs, solutions and wrong solutions.

In every run for the small pack and one kata; `--every-kata` compares them all, which takes half an hour.
"""

import subprocess
import sys
from pathlib import Path

import pytest

KATAS = Path(__file__).resolve().parents[3] / "katas"
ALWAYS = [["--pack", "tests/packs/tiny"], ["json-hello"]]
ON_DEMAND = [[folder.name] for folder in sorted(KATAS.iterdir()) if [folder.name] not in ALWAYS]


def pytest_generate_tests(metafunc):
    everything = metafunc.config.getoption("--every-kata")
    metafunc.parametrize("words", ALWAYS + ON_DEMAND if everything else ALWAYS, ids=lambda words: words[-1])


@pytest.mark.timeout(1860)
def test_no_verdict_depends_on_how_the_program_was_started(words, root):
    command = [sys.executable, "benchmarks/compare_warm.py", *words]

    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=1800)

    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 verdicts differ" in result.stdout
