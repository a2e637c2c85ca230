import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from runner.authoring.load import busy_cores


@pytest.fixture
def pack(root, tmp_path):
    folder = tmp_path / "pack"
    shutil.copytree(root / "tests/packs/tiny", folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture
def environment(tmp_path):
    return {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}


def verify(pack, environment, *arguments):
    command = [sys.executable, "-m", "runner", "verify", *arguments]
    return subprocess.run(command, cwd=pack, env=environment, capture_output=True, text=True, check=False, timeout=100)


def change(file, old, new):
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def test_a_kata_is_proven_once_and_known_after(pack, environment):
    sample = pack / "katas/hello/samples/as-the-stub"
    shutil.copytree(pack / "katas/hello/stub/python", sample)
    (sample / "sample.yaml").write_text("format: 1\nscore: 0\n")
    first = verify(pack, environment)
    again = verify(pack, environment, "--json")

    assert (first.returncode, again.returncode) == (0, 0), first.stderr
    assert first.stderr.startswith("hello: proven in 5 runs")
    assert "1/1" in first.stdout.splitlines()[1]
    (record,) = json.loads(again.stdout)
    assert (record["before"], record["samples"], record["holds"]) == (True, [1, 1], True)


def test_only_what_changed_since_it_was_repeated_is_repeated(pack, environment):
    def runs():
        result = verify(pack, environment, "--repeat", "2", "--changed", "--no-cache")
        assert result.returncode == 0, result.stderr
        return result.stderr

    assert "hello: proven in 8 runs" in runs()
    assert "hello: proven in 4 runs" in runs()
    stub = pack / "katas/hello/stub/python/app.py"
    stub.write_text(stub.read_text() + "\n# another line\n")
    assert "hello: proven in 8 runs" in runs()


def test_a_mistake_that_looks_different_in_a_repeat_must_draw_its_hint_there_too(pack, environment):
    absent = '{status: 404, headers: {"x-${word}": {absent: true}}}'
    change(pack / "katas/hello/suite/checks.yaml", "{status: 404}", absent)
    wrong = pack / "katas/hello/wrong/always-200/app.py"
    change(wrong, "            self.answer(200)\n\n    def do_POST", "            self.answer(404)\n\n    def do_POST")
    change(wrong, "self.end_headers()", 'self.send_header("x-" + self.path[1:], "1")\n        self.end_headers()')

    recorded = verify(pack, environment, "--record")
    assert recorded.returncode == 0, recorded.stdout + recorded.stderr
    repeated = verify(pack, environment, "--repeat", "2", "--no-cache")
    assert repeated.returncode == 4
    assert "wrong always-200 draws none instead of its own hint" in repeated.stdout
    assert verify(pack, environment, "--repeat", "2", "--no-cache", "--record").returncode == 0


def test_no_repeat_begins_when_time_is_over(pack, environment):
    result = verify(pack, environment, "--repeat", "5", "--minutes", "0")

    assert result.returncode == 0
    assert "hello: proven in 4 runs" in result.stderr
    assert not (pack / "katas/hello/repeats.json").exists()


def test_a_wrong_score_is_said_and_ends_with_4(pack, environment):
    sample = pack / "katas/hello/samples/good"
    shutil.copytree(pack / "solutions/hello/python", sample)
    (sample / "sample.yaml").write_text("format: 1\nscore: 1\n")
    result = verify(pack, environment, "--load", "--shuffle")

    assert result.returncode == 4
    assert "sample good (seed 1): its points are" in result.stderr
    assert "not proven: hello" in result.stdout


def descendants(pid):
    return psutil.Process(pid).children(recursive=True)


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_ctrl_c_ends_everything(pack, environment):
    command = [sys.executable, "-m", "runner", "verify", "--repeat", "200", "--load"]
    process = subprocess.Popen(command, cwd=pack, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    runs_a_program = lambda: any("app.py" in " ".join(_words(child)) for child in descendants(process.pid))  # noqa: E731
    wait_for(runs_a_program)
    started = descendants(process.pid)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)

    assert process.returncode == 130, errors
    assert b"Traceback" not in errors
    wait_for(lambda: not any(_is_alive(child) for child in started), 5)


def _words(process):
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _is_alive(process):
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_busy_cores_are_busy_until_the_end():
    with busy_cores(1) as (pid,):
        process = psutil.Process(pid)
        wait_for(lambda: process.cpu_times().user > 0.02)
    assert not psutil.pid_exists(pid)


def test_busy_cores_end_with_the_one_who_started_them(root):
    program = (
        "import os\nfrom runner.authoring.load import busy_cores\n"
        "with busy_cores(1) as pids: print(*pids, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)

    wait_for(lambda: not Path(f"/proc/{int(done.stdout)}").exists() or not _is_alive(psutil.Process(int(done.stdout))))
