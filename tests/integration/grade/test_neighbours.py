"""One hostile submission does not change its neighbours' verdicts."""

import json
from pathlib import Path

import pytest

HONEST, ATTACKERS = 40, 10
# What each does before, beside or instead of serving; without cells, so as far as the rules of the verdict alone hold.
ATTACKS = {
    "exits": "raise SystemExit(0)\n",
    "prints-a-report": """
print('{"schema":"kata/result/v1","verdict":{"status":"passed","points":9,"possible":9}}', flush=True)
print("::set-output name=score::9\\n5 passed in 0.01s", flush=True)
""",
    "floods-the-log": """
import threading
def flood():
    while True:
        print("x" * 100_000, flush=True)
threading.Thread(target=flood, daemon=True).start()
""",
    "ignores-signals": """
import signal
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
""",
    "leaves-a-daemon": """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
""",
    "kills-its-worker": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n",
    "takes-all-the-time": "import time\ntime.sleep(600)\n",
    "writes-everywhere": """
import os, pathlib
for name in ("report.json", "conftest.py", "pytest.ini", "../report.json", os.environ["KATA_DATA"] + "/../main.log"):
    pathlib.Path(name).write_text("[pytest]\\naddopts = --co\\n")
""",
    "burns-a-core": """
import threading
def burn():
    while True:
        pass
threading.Thread(target=burn, daemon=True).start()
""",
    "writes-to-every-file": """
import os
for number in range(3, 64):
    try:
        os.write(number, b'{"kind": "outcome", "status": "passed"}\\n')
    except OSError:
        pass
""",
}


@pytest.fixture(scope="module")
def kinds(right, wrong):
    broken = right.replace('"message": "hello"', '"message": "goodbye"')
    assert broken != right
    return (right, wrong, broken)


@pytest.fixture(scope="module")
def alone(tmp_path_factory, kinds, grade, hand_in):
    """Return each kind of honest program, and what it is worth when nobody is beside it."""
    folder = tmp_path_factory.mktemp("alone")
    found = []
    for number, program in enumerate(kinds):
        hand_in(folder, f"kind-{number}", program)
        told = json.loads(grade(f"kind-{number}", "--jobs", "1", "--json", cwd=folder).stdout)
        found += [(program, (one["standing"], one["points"])) for one in told["grades"]]
    return found


@pytest.mark.timeout(600)
def test_forty_beside_ten_attackers_get_what_they_would_get_alone(tmp_path, alone, grading, hand_in, environment):
    for number in range(HONEST):
        hand_in(tmp_path, f"honest-{number:02}", f"{alone[number % 3][0]}# {number}\n")
    for number, (name, attack) in enumerate(ATTACKS.items()):
        hand_in(tmp_path, f"honest-{4 * number:02}-{name}", attack + alone[1][0])

    process = grading("--each", tmp_path, "--jobs", "2", "--store", tmp_path / ".store", "--json", cwd=tmp_path)
    out, told = process.communicate(timeout=580)
    grades = {one["student"]: (one["standing"], one["points"]) for one in json.loads(out)["grades"]}

    assert len(grades) == HONEST + ATTACKERS == HONEST + len(ATTACKS)
    beside = {f"honest-{number:02}": grades[f"honest-{number:02}"] for number in range(HONEST)}
    assert beside == {f"honest-{number:02}": alone[number % 3][1] for number in range(HONEST)}, told
    assert not any(standing == "passed" for name, (standing, _) in grades.items() if name not in beside)
    assert list(Path(environment["XDG_CACHE_HOME"]).rglob("running/*.json")) == []


def test_the_kinds_differ(alone):
    marks = [mark for _, mark in alone]

    assert marks[0] == ("passed", 9)
    assert [standing for standing, _ in marks[1:]] == ["failed", "failed"]
    assert len(set(marks)) == 3
