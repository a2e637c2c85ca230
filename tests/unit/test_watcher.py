"""What counts as a save of the learner's."""

from pathlib import Path

import pytest

from runner.watcher import is_save

FOLDER = Path("/home/ada/hello")


@pytest.mark.parametrize("name", ["app.py", "templates/index.html", "shop/__init__.py", "data.json", "swap.py", ".env"])
def test_a_file_of_the_learner_counts(name):
    assert is_save(FOLDER / name, FOLDER)


@pytest.mark.parametrize(
    "name",
    [
        "__pycache__/app.cpython-311.pyc", ".venv/lib/flask.py", "node_modules/x/index.js", ".kata/current",
        ".git/index", ".app.py.swp", ".app.py.swx", "app.py~", "#app.py#", ".#app.py", "4913", "app.py.tmp",
        "app.py___jb_tmp___", "app.pyc", "node_modules",
    ],
)  # fmt: skip
def test_what_tools_and_editors_write_beside_it_does_not(name):
    assert not is_save(FOLDER / name, FOLDER)


def test_another_folder_does_not_count():
    assert not is_save(Path("/home/ada/todo-api/app.py"), FOLDER)
