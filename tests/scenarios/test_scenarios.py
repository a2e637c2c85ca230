"""Whole runs of `kata test`: a submission in, everything that a learner sees out. `--record` rewrites."""

import re
import shutil
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
PACKS = HERE.parent / "packs"
SCENARIOS = sorted(path.parent for path in HERE.glob("*/submission"))

NORMAL = (
    # First: the interpreter may lie in a folder whose name a later line knows.
    (re.compile(r"/\S*/bin/python[\d.]*"), "PYTHON"),
    # Where the lines of a paragraph end depends on how long that path was.
    (re.compile(r"\s+PYTHON\s+-m\s+pip\s+install\s+"), " PYTHON -m pip install "),
    (re.compile(r"/\S*?/katas-of-ada/hello"), "WORK/hello"),
    (re.compile(r"/\S*?/katas-of-ada\b"), "WORK"),
    (re.compile(r"/\S*?/pack/katas"), "PACK/katas"),
    (re.compile(r"/tmp/kata-\w+"), "SCRATCH"),
    (re.compile(r"(?<=127\.0\.0\.1:)\d+"), "PORT"),
    (re.compile(r"\b(PORT|port)( is|=|:)? \d{4,5}\b"), r"\1\2 PORT"),
    (re.compile(r"\b\d+(\.\d+)? ?(ms|s)\b"), "TIME"),
    (re.compile(r"\b\d\d/\w{3}/\d{4} \d\d:\d\d:\d\d"), "DATE"),
    (re.compile(r"by .+ \(pid \d+\)"), "by PROGRAM (pid PID)"),
    (re.compile(r"\(pid \d+\)"), "(pid PID)"),
    (re.compile(r"\(now \d+\)"), "(now PORT)"),
    (re.compile(r"\d[\d,]* (bytes|lines)"), r"N \1"),
    (re.compile(r"\(\d connections? waits?\b"), "(N connections wait"),
    (re.compile(r"all wo[a-z ]*"), "all work"),
)


def normalised(text):
    """Return the text without what differs from run to run."""
    for pattern, replacement in NORMAL:
        text = pattern.sub(replacement, text)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def kata(arguments, folder):
    """Run a command of ours as a learner does, without colours, 80 columns wide."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder.parent), "COLUMNS": "80", "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "runner", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=90)


def laid_out(scenario, tmp_path):
    """Return a workspace that holds the scenario's submission, beside the pack that it belongs to."""
    pack = PACKS / ((scenario / "pack.txt").read_text().strip() if (scenario / "pack.txt").exists() else "tiny")
    shutil.copytree(pack, tmp_path / "pack")
    if (scenario / "pack").is_dir():  # what differs from that pack in this scenario
        shutil.copytree(scenario / "pack", tmp_path / "pack", dirs_exist_ok=True)
    work = tmp_path / "pack" / "katas-of-ada"
    created = kata(["init", "katas-of-ada", "--track", "python"], tmp_path / "pack")
    assert created.returncode in {0, 4}, created.stderr
    shutil.copytree(scenario / "submission", work / "hello")
    return work


def holding(scenario):
    """Hold the ports that another program has in this scenario."""
    held = ExitStack()
    named = scenario / "holds.txt"
    for port in named.read_text().split() if named.exists() else ():
        held.enter_context(socket.create_server(("127.0.0.1", int(port))))
    return held


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.name)
def test_scenario(scenario, tmp_path, record):
    work = laid_out(scenario, tmp_path)

    with holding(scenario):
        result = kata(["test", "hello", "--seed", "7"], work)

    seen = f"exit {result.returncode}\n--- stdout\n{result.stdout}--- stderr\n{result.stderr}"
    expected = scenario / "expected.txt"
    if record:
        expected.write_text(normalised(seen), "utf-8")
    assert normalised(seen) == expected.read_text("utf-8")
    assert 'Traceback (most recent call last)\n  File "runner' not in seen
