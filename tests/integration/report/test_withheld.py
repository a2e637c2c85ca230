"""A program that tells all it was ever sent cannot tell what hidden checks sent it."""

import json
import os
import shutil
import subprocess
import sys

import pytest

HIDDEN = """
  - id: a-secret-path
    rule: R3
    title: A secret path is not found
    visibility: hidden
    why: Nobody may know.
    steps:
      - request: GET /s3cret/${word}
        expect: {status: 404}
  - id: a-secret-word
    rule: R2
    title: A secret word comes back
    visibility: hidden
    depends_on: [echoes-a-word]
    why: Nobody may know.
    steps:
      - request: POST /echo
        json: {word: "s3cret ${word}"}
        expect: {status: 201}
"""
# Prints every request, and keeps what it was sent to say it in every answer that follows.
TELLTALE = """
seen = []
class Telltale(Handler):
    def parse_request(self):
        parsed = super().parse_request()
        size = int(self.headers.get("Content-Length", 0)) if parsed else 0
        body = self.rfile.read(size)
        self.rfile = io.BytesIO(body)
        seen.append(repr(self.raw_requestline + body))
        print(*seen, flush=True)
        return parsed
    def send_response(self, status, *words):
        super().send_response(status, *words)
        for number, told in enumerate(seen):
            self.send_header(f"X-Seen-{number}", told.replace("\\n", ""))
"""


@pytest.fixture
def telltale(tmp_path, root):
    """Return a workspace with a program that passes one hidden check, fails the other, and tells of all."""
    pack = tmp_path / "pack"
    shutil.copytree(root / "tests/packs/tiny", pack)
    with (pack / "katas/hello/suite/checks.yaml").open("a") as suite:
        suite.write(HIDDEN)
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"}

    def kata(*words, cwd=pack):
        command = [sys.executable, "-m", "runner", *words]
        return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=100)

    assert kata("init", "work", "--track", "python").returncode == 0
    assert kata("next", cwd=pack / "work").returncode == 0
    return kata, pack / "work"


def leaky(program):
    """Return a program of the tiny pack that tells all it is sent, and takes no secret word."""
    at = program.index("\nif __name__") if "\nif __name__" in program else program.rindex("\nThreadingHTTPServer")
    start = program[at:].replace("Handler)", "Telltale)")
    return "import io\n" + program[:at] + TELLTALE + start


def test_neither_the_screen_nor_the_stored_run_tells(telltale, root):
    kata, work = telltale
    program = (root / "tests/packs/tiny/solutions/hello/python/app.py").read_text()
    (work / "hello/app.py").write_text(leaky(program))

    runs = [kata("test", "--json", "--seed", str(seed), cwd=work) for seed in (1, 2)]
    reports = [json.loads(run.stdout) for run in runs]

    for run, report in zip(runs, reports, strict=True):
        outcomes = {outcome["check"]: outcome for outcome in report["outcomes"]}
        assert outcomes["a-secret-path"]["status"] == "passed", (report["launch"], report["trouble"], outcomes)
        assert outcomes["a-secret-word"]["failure"] is None
        assert outcomes["says-hello"]["exchanges"]
        assert "s3cret" not in run.stdout + run.stderr
    stored = (work / ".kata/runs/hello.json").read_text()
    assert json.loads(stored)["outcomes"] == reports[-1]["outcomes"]
    assert "s3cret" not in stored
    assert "s3cret" not in kata("test", "-v", cwd=work).stdout + kata("hint", cwd=work).stdout
