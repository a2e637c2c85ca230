"""A search of a data folder follows no link and has an end."""

import os

import pytest

from runner.server import data_folder


def test_bytes_are_found_in_any_file(tmp_path):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "x.bin").write_bytes(b"\0\xff needle \0")
    (tmp_path / "a.txt").write_bytes(b"nothing")
    assert data_folder.search(tmp_path, b"\xff needle") == ("deep/er/x.bin",)


def test_bytes_across_the_edge_of_two_pieces_are_found(tmp_path):
    (tmp_path / "big").write_bytes(b"x" * (data_folder._CHUNK - 3) + b"needle")
    assert data_folder.search(tmp_path, b"needle") == ("big",)


def test_links_and_pipes_are_not_followed(tmp_path):
    (tmp_path / "outside").write_text("needle")
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path / "outside")
    (folder / "folder").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    assert data_folder.search(folder, b"needle") == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", ["file", "folder"])
def test_what_may_not_be_read_is_no_proof(tmp_path, name):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / name).chmod(0)
    with pytest.raises(ValueError, match=f"{name} in KATA_DATA cannot be read"):
        data_folder.search(tmp_path, b"x")


def test_an_empty_needle_is_refused(tmp_path):
    with pytest.raises(ValueError, match="something to look for"):
        data_folder.search(tmp_path, b"")


def test_too_much_to_search_is_said(tmp_path):
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(data_folder.MOST_BYTES + 1)
    with pytest.raises(ValueError, match="too much to search"):
        data_folder.search(tmp_path, b"x")
