"""What a cell shows of a machine, and what it covers; on made-up installations, since each machine has another."""

import sys
from pathlib import Path

from runner.sandboxes.view import View, covering, interpreter_places, program_places, with_places


def installation(prefix, *, packages="lib/python3.11/site-packages"):
    """Make a Python with kata installed in it, solutions and all."""
    ours = prefix / packages / "runner"
    for name in ("suites/child.py", "bundled/katas.yaml", "bundled/solutions/hello/python/app.py"):
        (ours / name).parent.mkdir(parents=True, exist_ok=True)
        (ours / name).write_text("")
    (prefix / packages / "backend_kata-0.1.0.dist-info").mkdir()
    (prefix / packages / "flask").mkdir()
    (prefix / "bin").mkdir()
    (prefix / "bin/python").symlink_to(Path(sys.executable).resolve())
    return ours


def test_every_copy_of_kata_is_covered_wherever_an_interpreter_has_one(tmp_path):
    own = installation(tmp_path / "venv")
    systems = installation(tmp_path / "usr/local", packages="lib/python3.11/dist-packages")

    view = covering(View((str(tmp_path / "venv"), str(tmp_path / "usr"))), ())

    assert set(view.covered) == {
        str(own), str(own.parent / "backend_kata-0.1.0.dist-info"),
        str(systems), str(systems.parent / "backend_kata-0.1.0.dist-info"),
    }  # fmt: skip


def test_a_package_that_is_only_called_like_ours_is_left_alone(tmp_path):
    other = tmp_path / "lib/python3.11/site-packages/runner"
    other.mkdir(parents=True)

    assert covering(View((str(tmp_path),)), ()).covered == ()


def test_a_secret_is_covered_where_it_is_shown_and_not_named_where_it_is_not(tmp_path):
    shown, hidden = tmp_path / "usr/src/course", tmp_path / "home/course"
    for folder in (shown, hidden, shown / "solutions"):
        folder.mkdir(parents=True)

    view = covering(View((str(tmp_path / "usr"),)), (shown, shown / "solutions", hidden))

    assert view.covered == (str(shown),)


def test_an_environment_is_shown_with_the_installation_beneath_it_through_every_link(tmp_path):
    real, alias, environment = tmp_path / "pythons/3.12.4", tmp_path / "pythons/3.12", tmp_path / "venv"
    for folder in (real / "bin", environment / "bin"):
        folder.mkdir(parents=True)
    (real / "bin/python3.12").write_text("")
    alias.symlink_to(real)
    (environment / "bin/python").symlink_to(alias / "bin/python3.12")
    (environment / "pyvenv.cfg").write_text(f"home = {alias}/bin\n")

    places = interpreter_places(str(environment / "bin/python"))

    assert {environment, alias, real} <= set(places)


def test_a_tool_in_the_home_folder_does_not_show_that_folder(tmp_path, monkeypatch):
    home = tmp_path / "home/teacher"
    monkeypatch.setenv("HOME", str(home))
    (home / ".local/bin").mkdir(parents=True)
    (home / ".local/bin/node").write_text("")

    places = program_places(str(home / ".local/bin/node"))

    assert home not in places
    assert home / ".local" not in places
    assert home / ".local/bin" in places


def test_no_place_is_shown_twice_or_within_another(tmp_path):
    inner = tmp_path / "a/b"
    inner.mkdir(parents=True)

    view = with_places(View(()), (inner, tmp_path / "a", tmp_path / "a", tmp_path / "missing"))

    assert view.places == (str(tmp_path / "a"),)
