"""A folder that nobody trusts, packed: plain files only, counted while they are read."""

import os

import pytest

from runner.errors import WorkspaceError
from runner.platforms import unfollowed
from runner.sandboxes import parcels
from runner.sandboxes.parcels import packed, unpacked


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "submission"
    (made / "lib" / "empty").mkdir(parents=True)
    (made / "app.py").write_text("print('hello')")
    (made / "lib" / "run.sh").write_text("#!/bin/sh")
    (made / "lib" / "run.sh").chmod(0o4755)
    return made


def contents(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_files_folders_and_what_may_be_executed_come_through(folder, tmp_path):
    unpacked(packed(folder), tmp_path / "there")

    assert contents(tmp_path / "there") == {"app.py", "lib", "lib/empty", "lib/run.sh"}
    assert (tmp_path / "there/app.py").read_text() == "print('hello')"
    assert (tmp_path / "there/lib/run.sh").stat().st_mode & 0o7777 == 0o755


def test_links_and_special_files_are_passed_over(folder, tmp_path):
    (folder / "secret").symlink_to("/etc/passwd")
    (folder / "home").symlink_to("/root")
    (folder / "lib/up").symlink_to("../..")
    os.mkfifo(folder / "pipe")

    unpacked(packed(folder), tmp_path / "there")

    assert contents(tmp_path / "there") == {"app.py", "lib", "lib/empty", "lib/run.sh"}


def test_what_belongs_to_git_and_to_environments_is_left_out(folder, tmp_path):
    for name in (".git/hooks", ".venv/bin", "lib/__pycache__"):
        (folder / name).mkdir(parents=True)
        (folder / name / "file").write_text("")

    unpacked(packed(folder), tmp_path / "there")

    assert contents(tmp_path / "there") == {"app.py", "lib", "lib/empty", "lib/run.sh"}


def test_a_huge_file_is_refused_before_it_is_read(folder):
    with (folder / "sparse").open("wb") as file:
        file.truncate(50 * 1024**3)

    with pytest.raises(WorkspaceError, match="too big to be graded"):
        packed(folder)


def test_too_many_files_are_refused(folder, monkeypatch):
    monkeypatch.setattr(parcels, "MOST_FILES", 3)

    with pytest.raises(WorkspaceError, match="more than 3 files"):
        packed(folder)


def test_names_in_any_bytes_come_through(folder, tmp_path):
    name = os.fsdecode(b"caf\xe9 \xff.txt")
    (folder / name).write_text("x")

    unpacked(packed(folder), tmp_path / "there")

    assert (tmp_path / "there" / name).read_text() == "x"


def test_where_folders_cannot_be_opened_the_same_is_packed(folder, monkeypatch):
    (folder / "secret").symlink_to("/etc/passwd")
    (folder / "home").symlink_to("/root")
    by_number = packed(folder)

    monkeypatch.setattr(unfollowed, "_BY_NUMBER", False)

    assert packed(folder) == by_number
