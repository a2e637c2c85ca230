import pytest

from runner.sources.finding import bundled_pack, find_pack, is_pack


def make_pack(folder, text="# mine\nformat: 1\nstages: []\n"):
    """Make a folder look like a pack."""
    (folder / "katas").mkdir(parents=True)
    (folder / "katas.yaml").write_text(text)
    return folder


def test_the_nearest_pack_above_is_found(tmp_path):
    make_pack(tmp_path)
    inner = make_pack(tmp_path / "inner")
    (inner / "a" / "b").mkdir(parents=True)

    assert find_pack(inner / "a" / "b") == inner
    assert find_pack(tmp_path) == tmp_path


def test_a_katas_yaml_of_somebody_else_is_passed_over(tmp_path):
    outer = make_pack(tmp_path)
    inner = make_pack(tmp_path / "inner", "- karate\n")
    lone = tmp_path / "lone"
    lone.mkdir()
    (lone / "katas.yaml").write_text("format: 1\n")

    assert (find_pack(inner), find_pack(lone)) == (outer, outer)


@pytest.mark.parametrize(
    "text", [None, "", "- karate\n", "fromat: 1\n"], ids=["missing", "empty", "a list", "mistyped"]
)
def test_where_katas_lie_is_a_pack_whatever_became_of_its_list(tmp_path, text):
    (tmp_path / "katas" / "first").mkdir(parents=True)
    (tmp_path / "katas" / "first" / "kata.yaml").touch()
    if text is not None:
        (tmp_path / "katas.yaml").write_text(text)

    assert find_pack(tmp_path / "katas" / "first") == tmp_path


def test_without_a_pack_in_sight_the_bundled_one_is_taken(tmp_path, root):
    assert find_pack(tmp_path) == bundled_pack() == root


def test_strange_things_are_no_pack(tmp_path):
    (tmp_path / "katas.yaml").mkdir()
    (tmp_path / "katas").mkdir()

    assert not is_pack(tmp_path)
    assert not is_pack(tmp_path / "gone")
