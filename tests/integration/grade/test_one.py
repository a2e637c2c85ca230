"""One submission: how it is named, and whose katas and settings count."""

import json
import os
import shutil

import pytest


@pytest.fixture
def marks(grade):
    def run(*words, cwd, **env):
        result = grade(*words, "--json", cwd=cwd, **env)
        assert result.stdout, result.stderr
        return {f"{one['student']}/{one['kata']}": one["points"] for one in json.loads(result.stdout)["grades"]}

    return run


def test_a_kata_a_workspace_and_a_folder_of_any_name(tmp_path, hand_in, right, wrong, marks):
    work = hand_in(tmp_path, "anna", right)
    shutil.copytree(work, tmp_path / "ben")

    assert marks(tmp_path / "anna" / "hello", tmp_path / "anna", cwd=tmp_path) == {"anna/hello": 9}
    assert marks("--kata", "hello", tmp_path / "ben", cwd=tmp_path) == {"ben/hello": 9}
    assert marks(".", cwd=work) == {"anna/hello": 9}


def test_what_a_submission_brings_along_has_no_say(tmp_path, pack, hand_in, wrong, grade):
    """Its own katas with easier checks, a suite, a history of passes, grades that it wishes for."""
    work = hand_in(tmp_path, "mallory", wrong)
    workspace = work.parent
    shutil.copytree(pack, workspace, dirs_exist_ok=True)
    checks = workspace / "katas/hello/suite/checks.yaml"
    checks.write_text(checks.read_text().partition("  - id: refuses-other-paths")[0])
    shutil.copytree(workspace / "katas/hello/suite", work / "suite")
    (workspace / ".kata").mkdir()
    (workspace / ".kata/history.jsonl").write_text('{"id":"1","kata":"hello","at":"2026-01-01","status":"passed"}\n')
    (work / "conftest.py").write_text("raise SystemExit(0)")

    result = grade("hello", cwd=workspace, KATA_STORE=str(work))

    assert "8 of 9" in result.stdout, result.stdout + result.stderr
    assert result.returncode == 0


def test_katas_in_sight_are_left_alone_until_they_are_named(tmp_path, pack, kata, right, hand_in):
    hand_in(tmp_path, "anna", right)
    result = kata("grade", "--kata", "hello", tmp_path / "anna", "--accept-isolation=none", cwd=pack)

    assert result.returncode == 2
    assert "There is no kata called 'hello'" in result.stderr


def test_its_own_start_command_and_those_of_its_workspace_count(tmp_path, hand_in, right, marks):
    work = hand_in(tmp_path, "anna", right)
    (work / "app.py").rename(work / "server.txt")
    (work.parent / "workspace.yaml").write_text("format: 1\nstart: ['${PYTHON}', server.txt]\n")

    assert marks(".", cwd=work.parent) == {"anna/hello": 9}

    (work / "workspace.yaml").symlink_to(work.parent / "workspace.yaml")
    assert marks(".", cwd=work.parent) == {"anna/hello": 9}


@pytest.mark.parametrize("kind", ["link", "pipe", "words"])
def test_settings_that_are_none_are_refused_and_never_waited_for(tmp_path, hand_in, right, grade, kind):
    settings = hand_in(tmp_path, "anna", right).parent / "workspace.yaml"
    make = {
        "link": lambda: settings.symlink_to("/dev/zero"),
        "pipe": lambda: os.mkfifo(settings),
        "words": lambda: settings.write_text("start: rm -rf"),
    }
    make[kind]()

    result = grade("anna", cwd=tmp_path)

    assert "no mark" in result.stdout, result.stdout + result.stderr
    assert result.returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "there is no folder nowhere"),
        (["--kata", "../../etc", "."], "'../../etc' is no name for a kata"),
        (["--kata", "helo", "."], "Did you mean 'hello'?"),
        (["--each", "empty"], "there is no submission in empty"),
    ],
)
def test_a_wrong_command_line_is_said_at_once(tmp_path, grade, words, said):
    (tmp_path / "empty").mkdir()
    result = grade(*words, cwd=tmp_path)

    assert result.returncode == 2
    assert said in result.stderr


def test_a_folder_that_is_no_pack_is_refused(tmp_path, kata):
    result = kata("grade", ".", "--pack", ".", cwd=tmp_path)

    assert result.returncode == 2
    assert ". is no pack" in result.stderr


def test_less_than_full_isolation_has_to_be_accepted_in_so_many_words(tmp_path, hand_in, right, kata, pack):
    hand_in(tmp_path, "anna", right)
    result = kata("grade", "anna", "--pack", pack, cwd=tmp_path, PATH="/nowhere")

    assert result.returncode == 5
    assert "isolation" in result.stderr
    assert "9 of 9" not in result.stdout
