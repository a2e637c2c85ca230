"""The example pack as a package: built, installed into a fresh environment, and used by a learner."""

import json
import os
import shutil
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def environment(root, tmp_path_factory):
    """Return a way to run a program of a fresh environment that holds kata and the example pack, both from wheels."""
    folder = tmp_path_factory.mktemp("packs")
    source = folder / "source"
    shutil.copytree(root / "examples/pack", source, ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info"))
    made = folder / "venv"
    run([sys.executable, "-m", "venv", "--without-pip", str(made)], folder)
    python = made / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    run(
        [*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source)], folder
    )
    (wheel,) = folder.glob("kata_example_pack-*.whl")
    run([*pip, f"--python={python}", "install", "--quiet", "--no-deps", "--no-index", str(wheel)], folder)
    # kata itself and its libraries are those of this environment.
    (site,) = made.glob("lib/python*/site-packages")
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "kata.pth").write_text(f"{here}\n{root}\n")

    def use(*arguments, at=folder):
        variables = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "HOME": str(folder), "NO_COLOR": "1"}
        command = [str(python), "-m", "runner", *arguments]
        return subprocess.run(command, cwd=at, env=variables, capture_output=True, text=True, check=False, timeout=60)

    return use


def run(command, folder):
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=100)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_pack_is_listed_with_its_version(environment):
    result = environment("packs", "--json")

    packs = {pack["name"]: pack for pack in json.loads(result.stdout)}
    assert (packs["example"]["version"], packs["example"]["katas"], packs["example"]["trouble"]) == ("1.2.0", 2, "")


def test_its_katas_are_listed_under_its_name_and_the_bundled_ones_bare(environment):
    listed = environment("list").stdout

    assert "example/ping" in listed
    assert "example/json-hello" in listed
    assert " todo-api" in listed


def test_a_learner_works_on_one(environment, root, tmp_path):
    opened = environment("next", "example/ping", at=tmp_path)
    stub = environment("test", at=tmp_path)
    folder = tmp_path / "my-katas" / "example--ping"
    shutil.copy(root / "examples/pack/kata_example_pack/solutions/ping/python/app.py", folder / "app.py")
    (folder / "workspace.yaml").write_text("format: 1\ntrack: python\n")
    solved = environment("test", "example/ping", "--json", at=tmp_path)

    assert (opened.returncode, stub.returncode, solved.returncode) == (0, 1, 0), opened.stderr + solved.stdout
    assert "example/ping" in opened.stdout
    assert json.loads(solved.stdout)["verdict"]["points"] == 5


def test_a_bundled_kata_has_the_points_of_the_pack(environment, root, tmp_path):
    environment("next", "example/json-hello", at=tmp_path)
    folder = tmp_path / "my-katas" / "example--json-hello"
    shutil.copy(root / "solutions/json-hello/flask/app.py", folder / "app.py")
    result = environment("test", "--json", at=folder)

    points = {outcome["check"]: outcome["points"] for outcome in json.loads(result.stdout)["outcomes"]}
    assert (points["greets-in-json"], points["serves-fifty-at-once"]) == (3, 2)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("exampel/ping", "Did you mean 'example'"),
        ("example/pong", "There is no kata called"),
        ("/", "no installed pack"),
    ],
)
def test_a_name_that_is_not_there_is_explained(environment, name, words, tmp_path):
    result = environment("next", name, at=tmp_path)

    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_the_folder_itself_is_a_pack_without_mistakes(environment, root):
    result = environment("check", at=root / "examples/pack/kata_example_pack")

    assert (result.returncode, result.stderr) == (0, ""), result.stdout
