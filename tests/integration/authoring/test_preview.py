"""What an author sees of what learners will see, from real runs."""

import json
import shutil

import pytest


@pytest.fixture(scope="module")
def pack(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("preview") / "pack"
    return shutil.copytree(root / "tests/packs/tiny", folder, ignore=shutil.ignore_patterns("__pycache__"))


def test_every_failing_check_has_the_learners_card(pack, kata):
    shown = kata("preview", "hello", cwd=pack).stdout
    headings = [line.strip("= ") for line in shown.splitlines() if line.startswith("== ")]

    assert headings == ["stub python", "wrong always-200 (over python)", "wrong forgets (over python)"]
    assert "  status: expected 404 Not Found\n               got 200 OK\n" in shown
    assert "  Next: kata test  ·  stuck? kata hint" in shown


def test_one_wrong_solution_on_a_page(pack, kata, tmp_path):
    result = kata("preview", "hello", "--wrong", "forgets", "--html", str(tmp_path / "page.html"), cwd=pack)
    page = (tmp_path / "page.html").read_text()

    assert (result.returncode, result.stdout) == (0, f"Written: {tmp_path / 'page.html'}\n")
    assert page.count("<section") == 1
    assert "wrong forgets (over python)" in page


def test_json_holds_whole_reports(pack, kata):
    (shown,) = json.loads(kata("preview", "hello", "--wrong", "always-200", "--json", cwd=pack).stdout)

    assert shown["program"] == "wrong always-200 (over python)"
    assert {outcome["status"] for outcome in shown["report"]["outcomes"]} >= {"passed", "failed"}


def test_an_unknown_wrong_solution_is_guessed(pack, kata):
    result = kata("preview", "hello", "--wrong", "forget", cwd=pack)

    assert result.returncode == 2
    assert "Did you mean 'forgets'?" in result.stderr
