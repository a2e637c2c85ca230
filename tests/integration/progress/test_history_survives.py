"""Every finished attempt stays in the history: killed writers, several at once, merges by git."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from runner.model import Attempt
from runner.progress import append, load_history, read_history
from runner.workspace import create_workspace

HERE = Path(__file__).parent
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def writer(path, name, most=10_000):
    command = [sys.executable, str(HERE / "writer.py"), str(path), name, str(most)]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[2])}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def ids(path):
    return {attempt.id for attempt in read_history(path)}


def test_a_writer_killed_at_any_moment_loses_nothing_that_it_finished(tmp_path):
    path, finished, luck = tmp_path / ".kata" / "history.jsonl", set(), random.Random(1)
    for round_number in range(12):
        with writer(path, f"w{round_number}") as process:
            finished |= {process.stdout.readline().strip() for _ in range(luck.randint(1, 30))}
            process.kill()
            finished |= set(process.stdout.read().split("\n")[:-1])
    assert len(finished) > 12
    assert finished <= ids(path)
    assert append(path, Attempt("a", "")).id in ids(path)


@needs_fork
def test_a_writer_killed_before_each_of_its_calls_loses_nothing(tmp_path):
    path = tmp_path / ".kata" / "history.jsonl"
    command = [sys.executable, str(HERE / "killed_at_each_call.py"), str(path)]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[2])}
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout
    rounds = [line.split() for line in told.splitlines()]
    assert {code for _, code in rounds} == {"-9", "0"}
    assert {kept for kept, _ in rounds} <= ids(path)
    assert load_history(path).ignored == 0


@pytest.mark.parametrize("ending", [b"", b"\n"])
def test_a_line_torn_at_any_byte_costs_that_line_alone(tmp_path, ending):
    path = tmp_path / "history.jsonl"
    whole = append(path, Attempt("todo-api", ""))
    line = path.read_bytes()
    for cut in range(1, len(line) - 1):
        path.write_bytes(line + line.replace(whole.id.encode(), b"torn")[:cut] + ending)
        later = append(path, Attempt("todo-api", ""))
        assert {whole.id, later.id} <= ids(path)


def test_writers_at_once_do_not_tear_one_another(tmp_path):
    path = tmp_path / ".kata" / "history.jsonl"
    writers = [writer(path, name, 80) for name in ("a", "b", "c")]
    told = [process.communicate(timeout=60)[0] for process in writers]
    assert ids(path) == {one for text in told for one in text.split()}
    assert len(ids(path)) == 240
    assert load_history(path).ignored == 0


def git(folder, *arguments):
    identity = ("-c", "user.name=learner", "-c", "user.email=learner@example.org", "-c", "commit.gpgsign=false")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def cloned(tmp_path):
    """Return a workspace in git with one attempt, on branch `main`."""
    workspace = create_workspace(tmp_path / "work", "flask")
    git(workspace.root, "init", "-q", "-b", "main")
    append(workspace.history, Attempt("todo-api", "", id="shared"))
    commit(workspace)
    return workspace


def commit(workspace):
    git(workspace.root, "add", "-A")
    git(workspace.root, "commit", "-q", "-m", "work")


def work_on(workspace, branch, torn=b""):
    """Append two attempts on a branch of its own that starts at the first commit."""
    git(workspace.root, "checkout", "-q", "-b", branch, "main")
    for number in range(2):
        append(workspace.history, Attempt("todo-api", "", id=f"{branch}-{number}"))
    with workspace.history.open("ab") as file:
        file.write(torn)
    commit(workspace)


@pytest.mark.parametrize("torn", [b"", b'{"id":"torn'], ids=["whole", "torn"])
def test_two_branches_merge_to_all_attempts(cloned, torn):
    work_on(cloned, "laptop", torn)
    work_on(cloned, "desktop", torn)
    git(cloned.root, "merge", "-q", "laptop")
    append(cloned.history, Attempt("todo-api", "", id="after"))
    assert ids(cloned.history) == {"shared", "laptop-0", "laptop-1", "desktop-0", "desktop-1", "after"}


def test_a_merge_without_our_attributes_still_loses_nothing(cloned):
    (cloned.root / ".gitattributes").unlink()
    commit(cloned)
    work_on(cloned, "laptop")
    work_on(cloned, "desktop")
    with pytest.raises(subprocess.CalledProcessError):
        git(cloned.root, "merge", "laptop")
    assert ids(cloned.history) == {"shared", "laptop-0", "laptop-1", "desktop-0", "desktop-1"}
    assert load_history(cloned.history).ignored == 3


def test_what_is_only_for_this_machine_stays_out_of_git(cloned):
    for name in ("current", "runs/todo-api.json", "trash/todo-api-1/app.py"):
        (cloned.state / name).parent.mkdir(parents=True, exist_ok=True)
        (cloned.state / name).write_text("x")
    assert git(cloned.root, "status", "--porcelain") == ""
    assert ".kata/history.jsonl" in git(cloned.root, "ls-files")
