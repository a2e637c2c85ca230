"""Which imports of a program may be done before it runs."""

import pytest

from runner.parking.imports import leading_imports


@pytest.fixture
def imports(tmp_path):
    def of(text, *others):
        for name in others:
            (tmp_path / name).touch()
        (tmp_path / "app.py").write_text(text)
        return leading_imports(tmp_path / "app.py")

    return of


def test_each_name_is_an_import_of_its_own(imports):
    text = '"""Say hello."""\n\nimport os, json as j\nfrom flask import Flask, jsonify\n\napp = Flask(__name__)\n'

    assert imports(text) == ("import os", "import json", "from flask import Flask", "from flask import jsonify")


@pytest.mark.parametrize(
    "statement",
    [
        "os.environ['TZ'] = 'UTC'",
        "from gevent import monkey; monkey.patch_all()",
        "try:\n    import ujson\nexcept ImportError:\n    pass",
        "from . import shop",
        "print('hello')",
    ],
)
def test_nothing_is_imported_ahead_of_a_statement_that_may_matter(imports, statement):
    assert "import flask" not in imports(f"import os\n{statement}\nimport flask\n")


@pytest.mark.parametrize("mine", ["shop.py", "shop", "shop.cpython-311-x86_64-linux-gnu.so"])
def test_a_file_of_the_learners_ends_the_list(imports, mine):
    assert imports("import os\nimport shop\nimport flask\n", mine) == ("import os",)


def test_a_future_import_is_no_module_to_load(imports):
    assert imports("from __future__ import annotations\nimport os\n") == ("import os",)


@pytest.mark.parametrize("text", ["import os\nx = = 3\n", "import os\n\0", "(" * 5000])
def test_a_program_that_cannot_be_read_has_none(imports, text):
    assert imports(text) == ()


def test_no_program_has_none(tmp_path):
    assert leading_imports(tmp_path / "app.py") == ()
