"""Which workspace a folder belongs to, and how a new one is made."""

import os
import shutil

import pytest

from runner.errors import WorkspaceError
from runner.workspace import create_workspace, current_kata, find_workspace, set_current_kata, set_track

MERGED = ".kata/history.jsonl merge=union text eol=lf\n"


def test_a_new_workspace_is_found_from_within(workspace):
    inside = workspace.root / "todo-api" / "deep"
    inside.mkdir(parents=True)
    assert find_workspace(inside) == workspace


def test_a_new_workspace_keeps_its_track(tmp_path):
    create_workspace(tmp_path / "work", "node")
    assert find_workspace(tmp_path / "work").track == "node"


def test_a_workspace_without_a_track_is_a_workspace(tmp_path):
    create_workspace(tmp_path / "work")
    assert find_workspace(tmp_path / "work").track == ""


def test_a_history_that_came_by_git_makes_a_workspace(tmp_path):
    (tmp_path / ".kata").mkdir()
    (tmp_path / ".kata" / "history.jsonl").touch()
    assert find_workspace(tmp_path).root == tmp_path


def test_a_folder_that_is_merely_called_so_is_none(tmp_path):
    (tmp_path / ".kata").mkdir()
    assert find_workspace(tmp_path) is None


def test_a_workspace_whose_state_is_gone_is_still_one(tmp_path):
    create_workspace(tmp_path, "node")
    shutil.rmtree(tmp_path / ".kata")
    (tmp_path / "todo-api").mkdir()
    assert find_workspace(tmp_path / "todo-api").root == tmp_path


def test_a_workspace_with_a_file_in_place_of_its_state_is_still_one(tmp_path):
    create_workspace(tmp_path, "node")
    shutil.rmtree(tmp_path / ".kata")
    (tmp_path / ".kata").touch()
    assert find_workspace(tmp_path).root == tmp_path


@pytest.mark.parametrize("content", [None, "packages: [web]\n"])
def test_settings_of_somebody_else_make_no_workspace(tmp_path, content):
    path = tmp_path / "workspace.yaml"
    path.write_text(content) if content else path.mkdir()
    assert find_workspace(tmp_path) is None


def test_nothing_is_found_where_nothing_is(tmp_path):
    assert find_workspace(tmp_path / "not" / "there") is None


def test_a_kata_folder_that_stands_alone_is_its_own_workspace(tmp_path):
    folder = tmp_path / "todo-api"
    (folder / "static").mkdir(parents=True)
    (folder / "app.py").touch()
    found = find_workspace(folder / "static", {"todo-api"})
    assert (found.root, found.alone, found.folder_of("todo-api")) == (folder, "todo-api", folder)
    assert current_kata(found) == "todo-api"


def test_a_kata_folder_that_was_tested_alone_stays_alone(tmp_path):
    folder = tmp_path / "todo-api"
    (folder / ".kata").mkdir(parents=True)
    (folder / ".kata" / "history.jsonl").touch()
    assert find_workspace(folder, {"todo-api"}).alone == "todo-api"


def test_a_workspace_may_be_called_like_a_kata(tmp_path):
    create_workspace(tmp_path / "todo-api", "flask")
    assert find_workspace(tmp_path / "todo-api", {"todo-api"}).alone == ""


def test_a_kata_folder_in_a_workspace_does_not_stand_alone(workspace):
    (workspace.root / "todo-api").mkdir()
    (workspace.root / "todo-api" / "app.py").touch()
    assert find_workspace(workspace.root / "todo-api", {"todo-api"}) == workspace


@pytest.fixture
def pack(tmp_path):
    (tmp_path / "katas").mkdir()
    (tmp_path / "katas.yaml").write_text("format: 1\n")
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "made"),
    [("", "my-katas"), ("katas", "my-katas"), ("solutions/a", "my-katas"), ("my-katas", "my-katas"), ("w", "w")],
)
def test_in_a_pack_the_workspace_stands_apart(pack, asked, made):
    assert create_workspace(pack / asked, "flask").root == pack / made


def test_making_a_workspace_twice_changes_nothing(workspace):
    (workspace.root / "workspace.yaml").write_text("track: node\nstart: [./x]\n")
    assert create_workspace(workspace.root).settings.start == ("./x",)
    assert (workspace.root / "workspace.yaml").read_text() == "track: node\nstart: [./x]\n"


def test_the_learners_git_files_get_our_lines_and_keep_theirs(tmp_path):
    (tmp_path / ".gitattributes").write_bytes(b"*.png binary\n# caf\xe9")
    create_workspace(tmp_path)
    create_workspace(tmp_path)
    assert (tmp_path / ".gitattributes").read_bytes() == b"*.png binary\n# caf\xe9\n" + MERGED.encode()


def test_a_new_workspace_merges_its_history_and_ignores_the_rest(workspace):
    assert (workspace.root / ".gitattributes").read_text() == MERGED
    lines = (workspace.root / ".gitignore").read_text().splitlines()
    assert {".kata/current", ".kata/data/", ".kata/runs/", ".kata/trash/", "__pycache__/", "node_modules/"} <= {*lines}
    assert ".kata/history.jsonl" not in lines


def test_a_file_in_the_way_is_told(tmp_path):
    (tmp_path / "work").write_text("mine")
    with pytest.raises(WorkspaceError, match="something else is in its place") as caught:
        create_workspace(tmp_path / "work", "flask")
    assert caught.value.where == str(tmp_path / "work" / ".kata")
    assert (tmp_path / "work").read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(WorkspaceError, match="no permission"):
        create_workspace(tmp_path / "work", "flask")


def test_choosing_a_track_keeps_the_rest_of_the_settings(workspace):
    path = workspace.root / "workspace.yaml"
    path.write_text("# mine\nformat: 1\ntrack: flask  # for now\nbuild: [[make]]\n")
    assert set_track(workspace, "node").track == "node"
    assert path.read_text() == "# mine\nformat: 1\ntrack: node\nbuild: [[make]]\n"
    assert find_workspace(workspace.root).track == "node"


def test_choosing_a_track_adds_the_line_that_is_missing(workspace):
    (workspace.root / "workspace.yaml").write_text("format: 1")
    set_track(workspace, "node")
    assert (workspace.root / "workspace.yaml").read_text() == "format: 1\ntrack: node\n"


def test_the_current_kata_is_remembered(workspace):
    assert current_kata(workspace) == ""
    set_current_kata(workspace, "todo-api")
    assert current_kata(find_workspace(workspace.root)) == "todo-api"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"x" * 10_000])
def test_a_spoilt_current_file_is_no_trouble(workspace, content):
    (workspace.state / "current").write_bytes(content)
    assert len(current_kata(workspace)) <= 200
