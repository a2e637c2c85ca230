"""The learner's commands, as typed: right and wrong turns, and what is kept."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from runner.hinting import Pattern, patterns_to_text, sight_of
from runner.wire import report_from_json

TINY = Path(__file__).resolve().parents[2] / "packs" / "tiny"


@pytest.fixture(scope="module")
def caches(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def pack(tmp_path):
    return Path(shutil.copytree(TINY, tmp_path / "pack"))


@pytest.fixture
def kata(caches):
    def run(*words, cwd, **env):
        environment = {
            "PATH": os.environ["PATH"],
            "XDG_CACHE_HOME": str(caches),
            "HOME": str(caches),
            "LANG": "C.UTF-8",
        }
        command = [sys.executable, "-m", "runner", *words]
        options = {"capture_output": True, "text": True, "timeout": 60, "stdin": subprocess.DEVNULL}
        return subprocess.run(command, cwd=cwd, env=environment | env, check=False, **options)

    return run


@pytest.fixture
def work(pack, kata):
    assert kata("init", "work", "--track", "python", cwd=pack).returncode == 0
    assert kata("next", cwd=pack / "work").returncode == 0
    return pack / "work"


def solve(work):
    shutil.copy(TINY / "solutions/hello/python/app.py", work / "hello/app.py")


def test_next_without_a_workspace_makes_one_and_opens_the_first_kata(pack, kata):
    result = kata("next", cwd=pack)

    assert result.returncode == 0
    assert (pack / "my-katas/hello/app.py").exists()
    assert "Edit:  my-katas/hello/app.py" in result.stdout
    assert result.stdout.rstrip().endswith("Next:  kata test")


def test_kata_alone_says_the_one_command_to_type(pack, kata, work):
    assert "Next: kata next" in kata(cwd=pack).stdout
    assert "Next: kata test" in kata(cwd=work).stdout
    solve(work)
    assert kata("test", cwd=work).returncode == 0
    assert "Every kata is passed" in kata(cwd=work).stdout


def test_the_hidden_suite_never_reaches_the_workspace(work):
    names = {path.name for path in work.rglob("*")}

    assert "app.py" in names
    assert not names & {"suite", "checks.yaml", "test_words.py", "wrong", "kata.yaml"}


@pytest.mark.parametrize(("name", "told"), [("tcp-lines", "Python (standard library))"), ("json-hello", "Flask)")])
def test_next_names_what_the_stub_is_written_in(kata, tmp_path, name, told):
    heading = kata("next", name, cwd=tmp_path).stdout.splitlines()[0]

    assert heading.endswith(f"({name}, {told}")


def test_next_never_writes_over_a_file_of_the_learner(work, kata):
    (work / "hello/app.py").write_text("mine")

    result = kata("next", "hello", cwd=work)

    assert (work / "hello/app.py").read_text() == "mine"
    assert "is yours and was left alone" in result.stdout


@pytest.mark.parametrize("words", [("test", "helo"), ("next", "helo"), ("show", "helo"), ("solution", "helo", "--yes")])
def test_an_unknown_kata_names_the_one_that_was_meant(work, kata, words):
    result = kata(*words, cwd=work)

    assert result.returncode == 2
    assert "hello" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_command_that_is_not_there_names_the_one_that_was_meant(pack, kata):
    result = kata("tset", cwd=pack)

    assert result.returncode == 2
    assert "kata test" in result.stderr


def test_test_without_a_workspace_says_how_to_begin(pack, kata):
    result = kata("test", "hello", cwd=pack)

    assert result.returncode == 1
    assert "kata next" in result.stderr


def test_a_run_is_kept_and_its_seed_replays_it(work, kata):
    first = json.loads(kata("test", "--json", "--seed", "99", cwd=work).stdout)
    again = json.loads(kata("test", "--json", "--seed", "99", cwd=work).stdout)

    assert first["seed"] == 99
    sent = [[one["label"] for one in outcome["exchanges"]] for outcome in first["outcomes"]]
    assert sent == [[one["label"] for one in outcome["exchanges"]] for outcome in again["outcomes"]]
    assert json.loads((work / ".kata/runs/hello.json").read_text())["kata"] == "hello"
    assert len((work / ".kata/history.jsonl").read_text().splitlines()) == 3


def test_only_runs_one_check_and_what_it_needs(work, kata):
    solve(work)

    report = json.loads(kata("test", "--json", "--only", "refuses-other-paths", cwd=work).stdout)

    assert [outcome["check"] for outcome in report["outcomes"]] == ["says-hello", "refuses-other-paths"]
    wrong = kata("test", "--only", "nothing", cwd=work)
    assert (wrong.returncode, "refuses-other-paths" in wrong.stderr) == (2, True)


def test_hints_come_one_by_one_and_end(work, kata):
    change(work)
    kata("test", cwd=work)

    seen = [kata("hint", cwd=work).stdout for _ in range(5)]

    assert "Hint 1 of 4" in seen[0]
    assert "Look at the path of the request first." in seen[0]
    assert "Hint 4 of 4" in seen[3]
    assert "every hint" in seen[4]


def test_an_untouched_stub_makes_no_mistake_but_says_where_to_begin(pack, work, kata):
    kata("test", cwd=work)
    record_stub(pack, work)

    untouched = kata("hint", cwd=work).stdout
    change(work)
    changed = kata("hint", cwd=work).stdout

    assert "Open hello/app.py and begin where it says TODO." in " ".join(untouched.split())
    assert "Nothing is written yet." not in untouched
    assert "Nothing is written yet." in changed


def test_a_known_mistake_draws_its_own_hint_first_and_once(pack, work, kata):
    change(work)
    kata("test", cwd=work)
    record_stub(pack, work)

    first, second = (kata("hint", cwd=work).stdout for _ in range(2))

    assert "Hint 1 of 5" in first
    assert 'which is not so: "Nothing is written yet."\nWhere does your work begin?' in first
    assert "Hint 2 of 5" in second
    assert "Look at the path of the request first." in second


def change(work):
    """Make the program another one than the stub, to read it the same."""
    with (work / "hello/app.py").open("a") as program:
        program.write("\n# mine\n")


def record_stub(pack, work):
    """Plant what the stub looks like as a known mistake."""
    seen = sight_of(report_from_json((work / ".kata/runs/hello.json").read_bytes()))
    shapes = {check: frozenset([shape]) for check, shape in seen.failing.items()}
    known = Pattern("stub", "Nothing is written yet.", "Where does your work begin?", shapes)
    (pack / "katas/hello/patterns.json").write_text(patterns_to_text([known], ""))


def test_solution_asks_before_a_pass_and_compares_after(work, kata):
    unanswered = kata("solution", cwd=work)
    assert unanswered.returncode == 2
    assert "--yes" in unanswered.stderr
    solve(work)
    assert kata("test", cwd=work).returncode == 0

    shown = kata("solution", cwd=work)

    assert shown.returncode == 0
    assert "app.py: the same as yours" in shown.stdout
    assert "Why this way" in shown.stdout


def test_reset_keeps_the_learners_files(work, kata):
    (work / "hello/app.py").write_text("precious")

    result = kata("reset", "--yes", cwd=work)

    assert result.returncode == 0
    kept = [path.read_text() for path in (work / ".kata/trash").rglob("app.py")]
    assert kept == ["precious"]
    assert "TODO" in (work / "hello/app.py").read_text()


def test_another_language_leaves_earlier_work(work, kata):
    solve(work)
    mine = (work / "hello/app.py").read_text()

    assert kata("track", "node", cwd=work).returncode == 0
    assert kata("next", "hello", cwd=work).returncode == 0

    assert (work / "hello/app.py").read_text() == mine
    assert (work / "hello/app.js").exists()
    assert kata("track", "cobol", cwd=work).returncode == 2


def test_a_missing_node_is_the_machines_fault(work, kata):
    kata("track", "node", cwd=work)
    kata("next", "hello", cwd=work)

    result = kata("test", cwd=work, PATH="/nowhere")

    assert result.returncode == 5
    assert "node" in result.stderr
    assert "Install" in result.stderr


def test_skip_opens_the_way(work, kata):
    result = kata("skip", cwd=work)

    assert result.returncode == 0
    assert "kata next hello" in result.stdout
    assert "Every kata is passed" in kata("next", cwd=work).stdout


@pytest.mark.parametrize("words", [("list",), ("progress",), ("show",), ("hint",), ("doctor",), ("next",), ("track",)])
def test_every_report_speaks_json(work, kata, words):
    result = kata(*words, "--json", cwd=work)

    assert result.returncode == 0
    json.loads(result.stdout)


def python_without_libraries(path):
    """Make a Python that finds nothing but its standard library."""
    path.parent.mkdir(parents=True)
    path.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
    path.chmod(0o755)


def test_doctor_looks_at_the_python_that_runs_the_programs(work, kata):
    python_without_libraries(work / ".venv/bin/python")

    result = kata("doctor", cwd=work)

    told = " ".join(result.stdout.split())
    assert f"{work}/.venv/bin/python runs your Python programs" in told
    assert re.search(r"✗ flask missing: flask \S*/.venv/bin/python -m pip install flask", told)


def test_doctor_looks_at_a_python_that_a_start_command_names(work, kata):
    python_without_libraries(work / "other/python3")
    (work / "hello/workspace.yaml").write_text("format: 1\nstart: [../other/python3, app.py]\n")

    result = kata("doctor", cwd=work)

    told = " ".join(result.stdout.split())
    assert re.search(r"other/python3 is named by a start command; missing: flask", told)
    assert "✓ flask " in result.stdout


def test_colour_obeys_the_environment(work, kata):
    assert "\x1b[" not in kata("test", cwd=work).stdout
    assert "\x1b[" in kata("test", cwd=work, FORCE_COLOR="1").stdout
    assert "\x1b[" not in kata("test", cwd=work, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_ascii_holds_only_ascii(work, kata):
    result = kata("--ascii", "test", cwd=work)

    assert result.stdout.isascii()
    assert result.returncode == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_names_the_command(pack, kata, shell):
    result = kata("completion", shell, cwd=pack)

    assert result.returncode == 0
    assert "_KATA_COMPLETE" in result.stdout


def test_tab_completes_the_names_of_katas(pack, kata):
    result = kata(cwd=pack, _KATA_COMPLETE="bash_complete", COMP_WORDS="kata test he", COMP_CWORD="2")

    assert "hello" in result.stdout


def test_html_is_written(work, kata):
    result = kata("test", "--html", "run.html", cwd=work)

    assert result.returncode == 1
    assert "<html" in (work / "run.html").read_text()


def test_git_sees_the_learners_work_and_nothing_that_is_made_anew(work, kata):
    (work / ".gitignore").write_text("*.log\n.kata/current\n.kata/runs/\n.kata/trash/")  # as kata once wrote it
    kata("next", "hello", cwd=work)
    for name in (".kata/data/hello/notes.db", "hello/__pycache__/app.cpython-311.pyc", "node_modules/express/index.js"):
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text("made")
    subprocess.run(["git", "init", "-q"], cwd=work, check=True)
    subprocess.run(["git", "add", "."], cwd=work, check=True)

    listed = subprocess.run(["git", "ls-files"], cwd=work, check=True, capture_output=True, text=True).stdout.split()

    assert {"hello/app.py", ".kata/history.jsonl", ".gitignore"} <= {*listed}
    assert not [name for name in listed if "data" in name or "pyc" in name or "node_modules" in name]
    assert (work / ".gitignore").read_text().startswith("*.log\n.kata/current\n")
