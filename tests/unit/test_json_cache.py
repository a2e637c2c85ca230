import pytest

from runner.json_cache import read_cache, write_cache


def test_what_was_written_is_read_under_its_key(tmp_path):
    write_cache(tmp_path / "deep" / "a.json", "key", {"x": [1, "é"]})

    assert read_cache(tmp_path / "deep" / "a.json", "key") == {"x": [1, "é"]}


def test_another_key_finds_nothing(tmp_path):
    write_cache(tmp_path / "a.json", "key", 1)

    assert read_cache(tmp_path / "a.json", "other") is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"3", b"[" * 100_000, b'{"key": "other"}'])
def test_a_corrupt_cache_is_no_cache(tmp_path, content):
    (tmp_path / "a.json").write_bytes(content)

    assert read_cache(tmp_path / "a.json", "key") is None


def test_a_cache_that_cannot_be_written_is_passed_over(tmp_path):
    (tmp_path / "file").write_text("in the way")

    write_cache(tmp_path / "file" / "a.json", "key", 1)

    assert read_cache(tmp_path / "file" / "a.json", "key") is None


def test_nothing_is_left_beside_the_cache(tmp_path):
    write_cache(tmp_path / "a.json", "key", 1)
    (tmp_path / "folder.json").mkdir()
    write_cache(tmp_path / "folder.json", "key", 1)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "folder.json"]
