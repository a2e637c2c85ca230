"""`kata watch` as it is typed: on a real terminal whose screen is read."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pexpect
import psutil
import pyte
import pytest

TINY = Path(__file__).resolve().parents[2] / "packs" / "tiny"
SOLUTION = (TINY / "solutions/hello/python/app.py").read_text()
STUB = (TINY / "katas/hello/stub/python/app.py").read_text()
PASSED = "Well done!"
FAILED = "more checks fail"
KEYS = "q quit"
LONGEST_WAIT = 20.0
COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
CLOCK = re.compile(r"\d\d:\d\d:\d\d")


class Terminal:
    """A program on a terminal of 80 columns and 24 lines."""

    def __init__(self, words, folder, environment):
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self.bytes = b""
        self.process = pexpect.spawn(words[0], words[1:], cwd=str(folder), env=environment, dimensions=(24, 80))

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    def resize(self, columns):
        self.process.setwinsize(24, columns)
        self._screen.resize(24, columns)

    def wait_for(self, text, *, without=None, since=0):
        """Wait until the screen shows a text; `since` so many bytes it must have been written, too."""
        deadline = time.monotonic() + LONGEST_WAIT
        while text not in self.text or (without and without in self.text) or text not in self.told(since):
            assert time.monotonic() < deadline, f"{text!r} never came:\n{self.text}"
            self._feed()
        return self.text

    def told(self, since):
        """Return what was written since so many bytes, without colours and moves of the cursor."""
        return COLOUR.sub("", self.bytes[since:].decode("utf-8", "replace"))

    def press(self, key):
        self.process.send(key)

    def end(self):
        """Wait for the end; returns the exit code."""
        deadline = time.monotonic() + LONGEST_WAIT
        while self._feed():
            assert time.monotonic() < deadline, f"it never ended:\n{self.text}"
        self.process.close()
        return self.process.exitstatus

    def _feed(self):
        try:
            read = self.process.read_nonblocking(65536, 0.02)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.bytes += read
        self._stream.feed(read)
        return True


@pytest.fixture
def work(tmp_path, kata_environment):
    """Return a workspace of a pack with two katas, the first one open."""
    pack = Path(shutil.copytree(TINY, tmp_path / "pack"))
    for part in ("katas", "solutions"):
        shutil.copytree(pack / part / "hello", pack / part / "hello-again")
    text = (pack / "katas/hello/kata.yaml").read_text()
    (pack / "katas/hello-again/kata.yaml").write_text(text.replace("title: Say hello", "title: Say it again"))
    (pack / "katas.yaml").write_text((pack / "katas.yaml").read_text().replace("[hello]", "[hello, hello-again]"))
    run = [sys.executable, "-m", "runner"]
    subprocess.run([*run, "init", "work", "--track", "python"], cwd=pack, env=kata_environment, check=True)
    subprocess.run([*run, "next"], cwd=pack / "work", env=kata_environment, check=True)
    return pack / "work"


@pytest.fixture
def watch(work, kata_environment):
    started = []

    def start(*words, **environment):
        command = [sys.executable, "-m", "runner", *(words or ["watch"])]
        started.append(Terminal(command, work, kata_environment | environment))
        return started[-1]

    yield start
    for terminal in started:
        terminal.process.close(force=True)


def save(work, text, kata="hello"):
    (work / kata / "app.py").write_text(text)


def test_every_save_gets_a_verdict(work, watch):
    terminal = watch()
    terminal.wait_for(FAILED)

    save(work, SOLUTION)
    assert "You learned: A server answers requests" in terminal.wait_for(PASSED)
    save(work, STUB)
    terminal.wait_for(FAILED)

    terminal.press("q")
    assert terminal.end() == 0


def test_after_a_pass_it_waits_and_n_goes_on(work, watch):
    save(work, SOLUTION)
    terminal = watch()
    terminal.wait_for(PASSED)
    assert not (work / "hello-again").exists()

    terminal.press("n")
    terminal.wait_for("Say it again")
    save(work, SOLUTION, "hello-again")

    terminal.wait_for(PASSED)
    assert "Say it again: all" in terminal.text


def test_n_before_a_pass_says_how_to_leave_the_kata(watch):
    terminal = watch()
    terminal.wait_for(KEYS)

    terminal.press("n")

    terminal.wait_for("does not pass yet")


def test_the_next_page_fits_a_window_that_was_made_narrow(watch):
    terminal = watch()
    terminal.wait_for(FAILED)
    terminal.wait_for(KEYS)

    terminal.resize(40)
    before = len(terminal.bytes)
    terminal.press("r")
    terminal.wait_for(KEYS, since=before)

    assert [line for line in terminal.told(before).splitlines() if len(line) > 40] == []


def test_a_verdict_that_is_shown_again_is_as_old_as_it_was(watch):
    terminal = watch()
    terminal.wait_for(FAILED)
    shown = CLOCK.search(terminal.text)[0]
    deadline = time.monotonic() + LONGEST_WAIT
    while time.strftime("%H:%M:%S") <= shown:
        assert time.monotonic() < deadline

    terminal.press("l")
    terminal.wait_for("q back")
    terminal.press("q")

    assert CLOCK.search(terminal.wait_for(FAILED))[0] == shown


def test_hints_come_below_the_verdict(watch):
    terminal = watch()
    terminal.wait_for(KEYS)

    terminal.press("h")

    assert FAILED in terminal.wait_for("Hint 1 of")


def test_r_tests_again(work, watch):
    terminal = watch("watch", "--manual")
    terminal.wait_for(FAILED)
    save(work, SOLUTION)

    terminal.press("r")

    terminal.wait_for(PASSED)
    events = [json.loads(line)["event"] for line in (work / ".kata/history.jsonl").read_text().splitlines()]
    assert events.count("test") == 2


def servers_of(work):
    """Return the processes of the learner's program, also one that waits for the next run."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd() == str(work / "hello"):
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


def starts_of(work):
    """Return how often a program has begun, or tried to answer."""
    started = work / "started"
    return len(started.read_text()) if started.exists() else 0


def attempts_of(work):
    history = work / ".kata/history.jsonl"
    return [json.loads(line)["event"] for line in history.read_text().splitlines()].count("test")


BEGINS = 'open("../started", "a").write(".")\n'
NEVER_ANSWERS = STUB.replace("self.send_response(501)", f"import time; {BEGINS.strip()}; time.sleep(60)")
NEVER_LISTENS = f"import time\n{BEGINS}time.sleep(60)\n"
SAVES_ITSELF = 'import os\nopen("page.html", "w").write(os.environ["PORT"])\n'


@pytest.fixture(params=[NEVER_ANSWERS, NEVER_LISTENS], ids=["answers never", "listens never"])
def at_work(request, work, watch, wait_for):
    """Return a terminal on which a run lasts."""
    save(work, request.param)
    terminal = watch()
    terminal.wait_for("testing hello")
    wait_for(lambda: starts_of(work))
    return terminal


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("hlq", 0), ("\x03", 130)])
def test_a_run_is_left_at_once_and_leaves_nothing(work, at_work, key, code):
    at_work.press(key)

    assert at_work.end() == code
    assert servers_of(work) == []
    assert attempts_of(work) == 0
    assert b"Traceback" not in at_work.bytes


def test_a_save_ends_the_run_and_begins_another(work, at_work):
    save(work, SOLUTION)

    at_work.wait_for(PASSED)
    assert attempts_of(work) == 1


def test_r_ends_the_run_and_begins_another(work, at_work, wait_for):
    at_work.press("r")
    wait_for(lambda: starts_of(work) == 2)

    assert attempts_of(work) == 0


def test_another_key_is_answered_after_the_run(work, watch, wait_for):
    save(work, f"import time\n{BEGINS}time.sleep(1)\n{STUB}")
    terminal = watch()
    wait_for(lambda: starts_of(work))

    terminal.press("h")

    assert FAILED in terminal.wait_for("Hint 1 of")
    assert attempts_of(work) == 1


def test_any_key_ends_the_look_at_all_in_the_middle_of_a_check(work, watch, wait_for):
    terminal = watch("watch", "--manual")
    terminal.wait_for(FAILED)
    save(work, NEVER_ANSWERS)
    terminal.press("c")
    terminal.wait_for("Testing every kata")
    wait_for(lambda: starts_of(work))

    terminal.press("h")

    terminal.wait_for("stopped")
    terminal.wait_for("Hint 1 of")
    assert attempts_of(work) == 1


def test_a_program_that_writes_sources_beside_itself_gets_its_verdict(work, watch):
    save(work, SAVES_ITSELF + "import time\ntime.sleep(1)\n" + SOLUTION)
    terminal = watch()

    terminal.wait_for(PASSED)


def test_reset_asks_and_keeps_the_files(work, watch):
    save(work, "precious")
    terminal = watch()
    terminal.wait_for(KEYS)

    terminal.press("x")
    terminal.wait_for("y/n")
    terminal.press("n")
    terminal.wait_for("Nothing was changed")
    terminal.press("xy")
    terminal.wait_for("is new again")

    assert (work / "hello/app.py").read_text() == STUB
    assert [path.read_text() for path in (work / ".kata/trash").rglob("app.py")] == ["precious"]
    save(work, SOLUTION)
    terminal.wait_for(PASSED)  # the new folder is watched


def test_the_list_moves_searches_filters_and_goes_on(work, watch):
    save(work, SOLUTION)
    terminal = watch()
    terminal.wait_for(PASSED)
    terminal.press("l")
    terminal.wait_for("2 of 2 katas")

    terminal.press("d")
    terminal.wait_for("1 of 2 katas, done")
    terminal.press("dsagain\r")
    assert "> " in terminal.wait_for("with 'again'")
    terminal.press("c")

    terminal.wait_for("Edit:")
    assert (work / "hello-again/app.py").exists()


def test_the_list_goes_back_to_the_verdict(watch):
    terminal = watch()
    terminal.wait_for(FAILED)

    terminal.press("lGgjkq")

    terminal.wait_for(FAILED, without="move")


def test_c_tests_all_that_was_opened(work, watch, kata_environment):
    subprocess.run([sys.executable, "-m", "runner", "next", "hello-again"], cwd=work, env=kata_environment, check=True)
    save(work, SOLUTION, "hello-again")
    terminal = watch("watch", "hello-again")
    terminal.wait_for(PASSED)

    terminal.press("c")

    shown = terminal.wait_for("hello-again  ")
    assert re.search(r"hello-again  (\d+) of \1 points", shown)
    assert re.search(r"hello  0 of \d+ points", shown)
    assert (work / ".kata/current").read_text() == "hello-again\n"


def test_a_kata_that_broke_meanwhile_is_named(work, watch, kata_environment):
    save(work, SOLUTION)
    run = [sys.executable, "-m", "runner"]
    subprocess.run([*run, "test"], cwd=work, env=kata_environment, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*run, "next"], cwd=work, env=kata_environment, check=True, stdout=subprocess.DEVNULL)
    save(work, STUB)
    lines = (work / ".kata/history.jsonl").read_text().splitlines()
    save(work, SOLUTION, "hello-again")
    terminal = watch()

    terminal.wait_for("You broke `hello` while fixing `hello-again`")

    assert len((work / ".kata/history.jsonl").read_text().splitlines()) == len(lines) + 1


def test_a_program_that_writes_beside_itself_is_not_tested_for_ever(work, watch):
    save(work, 'import os\nopen("notes.json", "w").write(os.environ["PORT"])\n' + SOLUTION)
    terminal = watch()
    terminal.wait_for(PASSED)
    terminal.press("r")
    terminal.wait_for(KEYS, without="testing")
    time.sleep(0.5)  # long enough for another round to begin
    terminal.press("h")
    terminal.wait_for("Hint 1 of")

    events = [json.loads(line)["event"] for line in (work / ".kata/history.jsonl").read_text().splitlines()]
    assert events.count("test") == 2


def test_a_program_that_is_gone_is_told_and_survived(work, watch):
    terminal = watch()
    terminal.wait_for(FAILED)
    (work / "hello/app.py").unlink()
    terminal.wait_for("no program to start")

    save(work, SOLUTION)

    terminal.wait_for(PASSED)


@pytest.mark.parametrize("end", ["\x03", signal.SIGTERM])
def test_it_ends_cleanly_and_leaves_the_terminal_as_it_was(work, watch, end):
    terminal = watch()
    found = termios.tcgetattr(terminal.process.child_fd)
    terminal.wait_for(KEYS)
    assert termios.tcgetattr(terminal.process.child_fd) != found

    terminal.press(end) if isinstance(end, str) else os.kill(terminal.process.pid, end)
    terminal.wait_for("interrupted")

    assert termios.tcgetattr(terminal.process.child_fd) == found
    assert terminal.end() == 130
    assert b"Traceback" not in terminal.bytes


def test_what_a_killed_one_left_behind_is_swept(work, watch, kata_environment):
    terminal = watch()
    terminal.wait_for(KEYS)
    os.kill(terminal.process.pid, signal.SIGKILL)
    terminal.end()
    records = Path(kata_environment["XDG_CACHE_HOME"], "backend-kata", "running")
    assert list(records.iterdir())

    again = watch()
    again.wait_for(KEYS)
    again.press("q")
    again.end()

    assert not list(records.iterdir())


@pytest.mark.parametrize(("words", "setting"), [(["--ascii", "watch"], {}), (["watch"], {"TERM": "dumb"})])
def test_plain_terminals_get_plain_text(watch, words, setting):
    terminal = watch(*words, NO_COLOR="1", **setting)
    terminal.wait_for(KEYS)

    assert b"\x1b[3" not in terminal.bytes
    assert terminal.bytes.isascii() is (words[0] == "--ascii")
    assert (b"\x1b" in terminal.bytes) is (not setting)


def test_without_a_terminal_it_tests_once(work, kata_environment):
    command = [sys.executable, "-m", "runner", "watch"]
    options = {"cwd": work, "env": kata_environment, "stdin": subprocess.DEVNULL, "capture_output": True, "text": True}

    failed = subprocess.run(command, check=False, **options)
    save(work, SOLUTION)
    passed = subprocess.run(command, check=False, **options)

    assert (failed.returncode, passed.returncode) == (1, 0)
    assert PASSED in passed.stdout
    assert "\x1b" not in passed.stdout
