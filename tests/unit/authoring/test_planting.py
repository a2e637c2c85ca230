import pytest

from runner.authoring.planting import plant, replaced
from runner.errors import PackError
from runner.planted import Change, WrongSolution


def wrong(*changes):
    return WrongSolution("w", None, "flask", ("a",), "m", "h", tuple(Change(*change) for change in changes))


def test_changes_are_made_one_after_another(tmp_path):
    (tmp_path / "app.py").write_text("a b\n")
    plant(wrong(("app.py", "a", "b c"), ("app.py", "c b", "d")), tmp_path)

    assert (tmp_path / "app.py").read_text() == "b d\n"


@pytest.mark.parametrize(
    ("old", "new", "why"), [("c", "d", "is not in"), ("a", "d", "stands 2 times in"), ("b", "b", "changes nothing")]
)
def test_a_text_must_stand_there_once_and_differ(old, new, why):
    with pytest.raises(ValueError, match=why):
        replaced("a b a", Change("app.py", old, new))


@pytest.mark.parametrize(
    ("file", "why"), [("gone.py", "cannot be read"), ("../out.py", "is not in"), ("app.py", "is not in app.py")]
)
def test_what_cannot_be_planted_is_the_authors_mistake(file, why, tmp_path):
    (tmp_path / "out.py").write_text("old")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "app.py").write_text("other")

    with pytest.raises(PackError, match=why):
        plant(wrong((file, "old", "new")), inside)

    assert (tmp_path / "out.py").read_text() == "old"
