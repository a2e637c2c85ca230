import sys

import pytest

from runner.sources.installed import installed_packs


@pytest.fixture
def install(tmp_path):
    """Put a package with an entry point on the path, as pip would."""
    sys.path.insert(0, str(tmp_path))

    def put(name, module="mypack", entry="my", *, pack=True):
        (tmp_path / module / "katas").mkdir(parents=True, exist_ok=True)
        (tmp_path / module / "__init__.py").write_text("raise SystemExit('run by accident')\n")
        if pack:
            (tmp_path / module / "katas.yaml").write_text("format: 1\n")
        described = tmp_path / f"{name}-2.5.dist-info"
        described.mkdir()
        (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 2.5\n")
        (described / "entry_points.txt").write_text(f"[kata.packs]\n{entry} = {module}\n")
        return tmp_path / module

    yield put
    sys.path.remove(str(tmp_path))


def found(name):
    return next(pack for pack in installed_packs() if pack.name == name)


def test_a_pack_is_found_without_running_it(install):
    folder = install("a")

    assert (found("my").version, found("my").root, found("my").trouble) == ("2.5", folder, "")


@pytest.mark.parametrize(
    ("arguments", "trouble"),
    [
        ({"pack": False}, "there is no katas.yaml"),
        ({"entry": "My.Pack"}, "its name must be a-z"),
        ({"entry": "x" * 40}, "its name must be a-z"),
    ],
)
def test_what_keeps_a_pack_from_being_used_is_said(install, arguments, trouble):
    install("a", **arguments)

    assert found(arguments.get("entry", "my")).trouble.startswith(trouble)


def test_a_module_that_is_gone_is_said(install):
    folder = install("a", module="gone")
    (folder / "__init__.py").unlink()
    folder.rename(folder.parent / "elsewhere")

    assert "there is no module 'gone'" in found("my").trouble


def test_of_two_with_one_name_the_second_is_in_trouble(install):
    install("a", module="one")
    install("b", module="two")

    assert [bool(pack.trouble) for pack in installed_packs() if pack.name == "my"] == [False, True]
