"""Whole files or none, and every refusal in plain words."""

import errno
import os

import pytest

from runner.errors import WorkspaceError
from runner.workspace.files import create_file, replace_file, told


@pytest.mark.parametrize(
    ("code", "reason", "fix"),
    [
        (errno.EACCES, "no permission", "kata init DIR"),
        (errno.EROFS, "no permission", "kata init DIR"),
        (errno.EEXIST, "something else is in its place", "Move what is there away"),
        (errno.ENOSPC, "the disk is full", "Free some space"),
        (errno.ENAMETOOLONG, "the path is too long", "kata init DIR"),
        (errno.EIO, "input/output error", "try again"),
    ],
)
def test_a_refusal_is_told_with_its_place_and_its_cure(tmp_path, code, reason, fix):
    with pytest.raises(WorkspaceError) as caught, told(tmp_path, "it cannot be done"):
        raise OSError(code, os.strerror(code), str(tmp_path / "x"))
    assert caught.value.what == f"it cannot be done: {reason}"
    assert caught.value.where == str(tmp_path / "x")
    assert fix in caught.value.fix


def test_a_file_is_created_whole(tmp_path):
    create_file(tmp_path / "deep" / "x", b"new", 0o755)
    assert (tmp_path / "deep" / "x").read_bytes() == b"new"
    assert (tmp_path / "deep" / "x").stat().st_mode & 0o777 == 0o755


def test_a_file_that_is_there_is_never_replaced(tmp_path):
    (tmp_path / "x").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        create_file(tmp_path / "x", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"x": b"old"}


def test_a_file_of_ours_is_replaced(tmp_path):
    (tmp_path / "x").write_bytes(b"old")
    replace_file(tmp_path / "x", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"x": b"new"}
