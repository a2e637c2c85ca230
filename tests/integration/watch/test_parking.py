"""A program that waited does what it does when started cold, or is started cold."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from runner.catalog import load_syllabus
from runner.executors.local import LocalExecutor
from runner.model import Job, Status, Submission
from runner.parking.lot import ParkingLot
from runner.parking.suites import stamps_of
from runner.platforms.here import HERE
from runner.suites.brief import brief_of

STATE = '''"""Tell everything that a program can see of its own start."""
from __future__ import annotations
import json
import os
import sys
from http.server import HTTPServer

main = sys.modules["__main__"]
seen = {
    "names": sorted(vars(main)), "main": {name: repr(getattr(main, name)) for name in vars(main) if name[:2] == "__"},
    "argv": [sys.argv, sys.orig_argv, sys.executable, sys.flags, sys.path], "name": __name__, "file": __file__,
    "is main": main.__dict__ is globals(), "folder": os.getcwd(), "environment": dict(os.environ),
    "meta": [str(finder) for finder in sys.meta_path], "hook": sys.excepthook is sys.__excepthook__,
    "input": sys.stdin.read(), "output": [os.fstat(1).st_mode, os.fstat(1) == os.fstat(2), sys.stdout.isatty()],
    "output mode": [sys.stdout.line_buffering, sys.stdout.write_through, sys.stdout.encoding, sys.stderr.errors],
    "session": os.getsid(0) == os.getpid() == os.getpgid(0), "files": sorted(os.listdir("/proc/self/fd")),
    "modules": sorted(name for name in sys.modules if name.partition(".")[0] not in {"json", "encodings"}),
}
print(json.dumps(seen, indent=1, default=list), flush=True)
'''
# Modules without submodules: that they are loaded already cannot be seen without importing them.
FRESH = {"PORT", "KATA_DATA", "KATA_RUN"}


def words_of(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")


def told(text):
    seen = json.loads(re.sub(r" at 0x\w+", "", text))
    for name in FRESH:
        assert seen["environment"].pop(name)
    return seen


def test_a_program_that_waited_sees_what_a_cold_one_sees(garage):
    garage.write(STATE)
    cold = told(garage.run_cold()[1])
    pid = garage.park()

    server, text = garage.run()

    assert server._process.pid == pid
    assert told(text) == cold


def test_it_runs_in_the_process_that_waited_and_without_a_new_interpreter(garage, wait_for):
    garage.write("import os\nimport time\nprint(os.getpid(), flush=True)\ntime.sleep(60)\n")
    pid = garage.park()

    server, _ = garage.run(until_end=False)

    wait_for(lambda: server.log_tail() == f"{pid}\n")
    assert "waiting_python.py" in words_of(pid)[1]


COLD = {
    "a file that hides a module": ("import os\nimport json\nprint(json.__file__)\n", {"json.py": ""}),
    "a file that hides what a module imports": (
        "import http.server\nimport os\n",
        {"socketserver.py": "print('mine')"},
    ),
    "a file that hides what a module looks for": ("import maybe_asks\n", {}),
    "a syntax error": ("import os\nx = = 3\n", {}),
    "a module that is missing": ("import os\nimport no_such_module\n", {}),
    "no program": (None, {}),
}


@pytest.mark.parametrize("case", COLD)
def test_where_a_head_start_could_matter_it_starts_cold(garage, case):
    text, files = COLD[case]
    garage.write("import http.server\nimport os\nimport json\n" if text is None else text)
    garage.park()
    for name, content in files.items():
        garage.write(content, name)
    if text is None:
        (garage.folder / "app.py").unlink()

    server, said = garage.run()
    again, expected = garage.run_cold()

    assert said == expected
    assert server.code == again.code


def test_imports_that_are_new_are_done_when_the_program_runs(garage):
    garage.write("import os\n")
    pid = garage.park()
    garage.write("import os\nimport email.message\nprint(os.getpid(), email.message.__name__)\n")

    assert garage.run()[1] == f"{pid} email.message\n"


def test_an_import_that_was_taken_away_is_as_if_it_had_never_been(garage):
    garage.write("import urllib.parse\nimport urllib\n")
    pid = garage.park()
    garage.write("import urllib\nprint(urllib.parse.quote(' '))\n")

    server, said = garage.run()

    assert server._process.pid != pid
    assert "has no attribute 'parse'" in said


@pytest.mark.parametrize("variable", ["TZ", "PYTHONHASHSEED", "COLOUR"])
def test_another_environment_starts_cold(garage, variable):
    garage.write(f"import os\nprint(os.getpid(), os.environ[{variable!r}])\n")
    pid = garage.park()

    server, said = garage.run(extra={variable: "0"})

    assert said == f"{server._process.pid} 0\n"
    assert server._process.pid != pid


def test_a_package_installed_meanwhile_starts_cold(garage, tmp_path, wait_for):
    packages = tmp_path / "packages"
    packages.mkdir()
    garage.env = (("PYTHONPATH", str(packages)),)
    garage.write("import os\nimport time\nprint('up', flush=True)\ntime.sleep(60)\n")
    pid = garage.park()
    (packages / "new.py").touch()

    server, _ = garage.run(until_end=False)

    wait_for(lambda: server.log_tail() == "up\n")
    assert words_of(pid)[1] == "app.py"  # the same process, a new interpreter


@pytest.mark.parametrize(
    "ending",
    [
        "raise ValueError('boom')", "raise SystemExit(7)", "raise SystemExit('bye')", "os._exit(3)", "1 / 0",
        "os.kill(os.getpid(), 9)", "def f():\n    f()\nf()", "raise KeyboardInterrupt",
    ],
)  # fmt: skip
def test_it_ends_as_a_cold_one_does(garage, ending):
    garage.write(f"import os\nprint('begins', flush=True)\n{ending}\n")
    cold, expected = garage.run_cold()
    garage.park()

    warm, said = garage.run()

    assert warm.code == cold.code
    # Two frames of ours lie below it.
    assert re.sub(r"repeated \d+", "", said) == re.sub(r"repeated \d+", "", expected)


def test_what_an_import_prints_is_in_the_log(garage):
    garage.write("import this\nprint('end')\n")
    expected = garage.run_cold()[1]
    garage.park()

    assert garage.run()[1] == expected
    assert "Beautiful is better than ugly" in expected


def test_a_waiting_process_that_was_killed_is_replaced(garage, wait_for):
    garage.write("print('up')\n")
    pid = garage.park()
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: ") Z " in Path(f"/proc/{pid}/stat").read_text())

    server, said = garage.run()

    assert (said, server.code) == ("up\n", 0)


def test_its_whole_tree_is_found_and_killed(garage, wait_for):
    child = "import os, time; os.setsid(); time.sleep(60)"
    garage.write(
        "import subprocess\nimport sys\nimport time\n"
        f"subprocess.Popen([sys.executable, '-c', {child!r}])\nprint('up', flush=True)\ntime.sleep(60)\n"
    )
    garage.park()
    server, _ = garage.run(until_end=False)
    wait_for(lambda: server.log_tail() == "up\n")
    family = HERE.members(server._family)

    server.kill()

    assert len(family) == 2
    assert HERE.members(server._family) == ()


def test_nothing_waits_on_when_the_supervisor_is_killed(tmp_path, wait_for):
    (tmp_path / "app.py").write_text("import os\n")
    text = f"""
import sys, time
from pathlib import Path
from runner.model import Kata, Submission
from runner.parking.lot import ParkingLot
from runner.suites.brief import brief_of
here = Path({str(tmp_path)!r})
lot = ParkingLot(here / "running")
kata = Kata("x", "", "", "", (), (), (), here, here)
lot.refill(kata, Submission("x", here, ("${{PYTHON}}", "app.py")), brief_of(kata, None))
print(lot._server.process.pid, lot._suite.started.process.pid, flush=True)
time.sleep(60)
"""
    supervisor = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True)
    pids = [int(word) for word in supervisor.stdout.readline().split()]

    supervisor.kill()
    supervisor.communicate()

    for pid in pids:
        wait_for(lambda pid=pid: not Path(f"/proc/{pid}").exists() or ") Z " in Path(f"/proc/{pid}/stat").read_text())


@pytest.fixture
def pack(root, tmp_path):
    shutil.copytree(root / "tests/packs/tiny", tmp_path / "pack", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "pack"


@pytest.fixture
def verdict(pack, tmp_path):
    """Run the tiny kata's solution by a parking lot; returns its report and whether the suite that waited ran."""

    def run(meanwhile):
        known = load_syllabus(pack).katas[0]
        submission = Submission("hello", pack / "solutions/hello/python", ("${PYTHON}", "app.py"))
        with ParkingLot(tmp_path / "running") as lot:
            lot.refill(known, submission, brief_of(known, tmp_path))
            parked = lot._suite.started
            meanwhile()
            job = Job(load_syllabus(pack).katas[0], submission, 7)
            used = []

            def suite():
                used.append(lot.suite(brief_of(job.kata, tmp_path)))
                return used[0]

            report = LocalExecutor(tmp_path, lot.registered, suite, lot.start)(job, lambda _: None)
        return report, used == [parked]

    return run


def test_the_suite_that_waited_runs(verdict):
    report, is_parked = verdict(lambda: None)

    assert report.verdict.status is Status.PASSED
    assert is_parked


CHANGES = {
    "a check": ("katas/hello/suite/checks.yaml", "status: 200, media_type", "status: 299, media_type", ["says-hello"]),
    "the environment": ("katas/hello/kata.yaml", "format: 1", "format: 1\nenv: {GREETING: other}", []),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_suite_that_changed_meanwhile_is_collected_anew(verdict, pack, change):
    name, was, now, failing = CHANGES[change]
    file = pack / name
    assert was in file.read_text()

    report, is_parked = verdict(lambda: file.write_text(file.read_text().replace(was, now)))

    assert not is_parked
    assert not report.trouble
    assert [outcome.check for outcome in report.outcomes if outcome.failure] == failing


def test_every_file_of_a_suite_is_looked_at(pack):
    brief = brief_of(load_syllabus(pack).katas[0], None)
    suite = pack / "katas/hello/suite"
    (suite / ".#checks.yaml").symlink_to("nowhere")
    (suite / "shared").mkdir()
    (suite / "shared/words.py").write_text("A = 1")
    before = stamps_of(brief)

    (suite / "shared/words.py").write_text("A = 12")

    assert stamps_of(brief) != before


@pytest.mark.parametrize("is_parked", [True, False])
def test_a_suite_that_cannot_be_collected_says_why(verdict, pack, is_parked):
    suite = pack / "katas/hello/suite"
    text = (suite / "checks.yaml").read_text()
    steps = text[text.rindex("    steps:") :]
    broken = text.replace(steps, "    python: test_broken.py::test_memory\n")
    meanwhile = (suite / "checks.yaml").write_text if not is_parked else lambda _: None
    if is_parked:
        (suite / "checks.yaml").write_text(broken)
    (suite / "test_broken.py").write_text("SHARE = 1 / 0\n\n\ndef test_memory(client):\n    client.get('/')\n")

    report, was_parked = verdict(lambda: meanwhile(broken))

    assert was_parked is is_parked
    assert report.trouble == "ZeroDivisionError: division by zero (suite/test_broken.py:1)"
