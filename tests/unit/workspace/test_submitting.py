"""What a learner hands in."""

import os
from pathlib import Path

import pytest

from runner.errors import WorkspaceError
from runner.model import Track
from runner.workspace import digest, open_kata, submission_of
from runner.workspace.finding import find_workspace
from runner.workspace.submitting import MOST_BYTES, MOST_FILES

FLASK = Track("flask", "Flask", "app.py", ("python", "app.py"), (("pip", "x"),))


def detect(_folder, prefer):
    return FLASK if prefer == "flask" else None


def write(folder, **files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def opened(workspace, kata, stub):
    return open_kata(workspace, kata, stub).folder


def settings(folder, text):
    (folder / "workspace.yaml").write_text(text)


def test_the_track_tells_how_to_start(workspace, opened):
    handed_in = submission_of(workspace, "todo-api", detect)
    assert (handed_in.start, handed_in.build, handed_in.track) == (FLASK.run, FLASK.build, "flask")
    assert (handed_in.folder, handed_in.digest) == (opened, digest(opened))


def test_the_workspaces_command_wins_over_the_track(workspace, opened):
    settings(workspace.root, "start: [./a]\nbuild: [[make]]\n")
    handed_in = submission_of(find_workspace(opened), "todo-api", detect)
    assert (handed_in.start, handed_in.build, handed_in.track) == (("./a",), (("make",),), "")


def test_the_katas_own_command_wins_over_the_workspaces(workspace, opened):
    settings(workspace.root, "start: [./a]\n")
    settings(opened, "start: [./b]\n")
    assert submission_of(find_workspace(opened), "todo-api", detect).start == ("./b",)


def test_the_katas_own_track_wins(workspace, opened):
    settings(opened, "track: node\n")
    with pytest.raises(WorkspaceError, match="no program to start"):
        submission_of(workspace, "todo-api", detect)


def test_a_kata_that_is_not_open_says_how_to_open_it(workspace):
    with pytest.raises(WorkspaceError, match="not open yet") as caught:
        submission_of(workspace, "todo-api", detect)
    assert caught.value.fix == "kata next todo-api"


def test_a_file_in_the_place_of_the_kata_is_told(workspace):
    (workspace.root / "todo-api").write_text("mine")
    with pytest.raises(WorkspaceError, match="something that is no folder") as caught:
        submission_of(workspace, "todo-api", detect)
    assert "Move what is there away" in caught.value.fix


def test_a_folder_without_a_program_names_both_ways_on(workspace, opened):
    with pytest.raises(WorkspaceError) as caught:
        submission_of(workspace, "todo-api", lambda _folder, _prefer: None)
    assert "kata next todo-api" in caught.value.fix
    assert "start: [./my_server]" in caught.value.fix


# The digest


def test_equal_folders_have_equal_digests(tmp_path):
    assert digest(write(tmp_path / "a", x="1", y="2")) == digest(write(tmp_path / "b", y="2", x="1"))


@pytest.mark.parametrize("other", [{"x": "2"}, {"y": "1"}, {"x": "1", "y": ""}, {"x": ""}, {}])
def test_any_change_changes_the_digest(tmp_path, other):
    assert digest(write(tmp_path / "a", x="1")) != digest(write(tmp_path / "b", **other))


def test_names_and_contents_cannot_run_together(tmp_path):
    assert digest(write(tmp_path / "a", ab="c")) != digest(write(tmp_path / "b", a="bc"))


@pytest.mark.parametrize("name", [".venv", "node_modules", "__pycache__", ".git", ".kata"])
def test_what_is_not_the_learners_work_does_not_count(tmp_path, name):
    before = digest(write(tmp_path, x="1"))
    write(tmp_path / "deep" / name, y="2")
    assert digest(tmp_path) == before


def test_links_and_pipes_are_not_read(tmp_path):
    before = digest(write(tmp_path / "a", x="1"))
    (tmp_path / "a" / "link").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "a" / "pipe")
    assert digest(tmp_path / "a") == before


def test_odd_names_are_counted(tmp_path):
    write(tmp_path, x="1")
    before = digest(tmp_path)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff")).write_text("odd")
    assert digest(tmp_path) not in ("", before)


def test_too_many_files_have_no_digest(tmp_path):
    for number in range(MOST_FILES + 1):
        (tmp_path / str(number)).touch()
    assert digest(tmp_path) == ""


def test_a_huge_file_has_no_digest_and_is_not_read(tmp_path):
    with (tmp_path / "big").open("wb") as file:
        file.truncate(MOST_BYTES * 1000)
    assert digest(tmp_path) == ""
