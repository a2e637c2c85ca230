"""A fresh kata of every template is proven but for what it says is to do."""

import json

import pytest

from runner.authoring.template import TEMPLATES, find_template


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_fresh_kata_holds(template, tmp_path, kata):
    tracks = [f"--track={name}" for name in find_template(template).tracks]
    made = kata("new", "fresh", "--from", template, *tracks, "--json", cwd=tmp_path)
    read = kata("check", cwd=tmp_path)
    proven = kata("verify", "--json", cwd=tmp_path)

    assert (made.returncode, read.returncode, proven.returncode) == (0, 0, 4), made.stderr + read.stdout + proven.stderr
    (record,) = json.loads(proven.stdout)
    assert record["holds"]
    assert record["wrong"] == [5, 5]
    assert record["stubs"] == record["solutions"] == [len(tracks)] * 2
    listed = {(todo["file"], todo["line"], todo["text"]) for todo in json.loads(made.stdout)["todo"]}
    assert listed == {(todo["file"], todo["line"], todo["text"]) for todo in record["todo"]} != set()


def test_a_kata_without_todos_is_done(tmp_path, kata):
    assert kata("new", "fresh", "--from", "raw-socket", "--track", "python", cwd=tmp_path).returncode == 0
    for file in [*tmp_path.rglob("*.md"), *tmp_path.rglob("*.yaml")]:
        lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join(line for line in lines if "TODO(kata)" not in line))
    proven = kata("verify", "fresh", cwd=tmp_path)

    assert (kata("check", "fresh", cwd=tmp_path).returncode, proven.returncode) == (0, 0), proven.stderr
    assert "still to do" not in proven.stdout


def test_a_dry_run_makes_nothing(tmp_path, kata):
    shown = kata("new", "fresh", "--dry-run", cwd=tmp_path)

    assert shown.returncode == 0
    assert shown.stdout.startswith("Would make the kata fresh from the template endpoint")
    assert list(tmp_path.iterdir()) == []


def test_what_was_made_is_listed(tmp_path, kata):
    shown = kata("new", "fresh", "--track", "flask", cwd=tmp_path).stdout

    assert "  katas/fresh/wrong/one-too-few/              a planted mistake, and which check must catch it\n" in shown
    assert "  katas/fresh/kata.yaml:3  choose the title that the learner reads\n" in shown
    assert shown.endswith("Next: kata check fresh  ·  kata verify fresh\n")


def test_a_folder_with_other_things_must_be_named(tmp_path, kata):
    (tmp_path / "diary.txt").write_text("dear")
    refused = kata("new", "fresh", cwd=tmp_path)
    made = kata("new", "fresh", "--pack", ".", cwd=tmp_path)

    assert (refused.returncode, made.returncode) == (2, 0)
    assert "kata new fresh --pack DIR" in refused.stderr
    assert (tmp_path / "katas" / "fresh" / "kata.yaml").is_file()


@pytest.mark.parametrize(
    ("words", "what", "fix"),
    [
        (["Fresh"], "'Fresh' is no name for a kata", "Use a-z, 0-9 and dashes: fresh."),
        (["fresh", "--from", "rest"], "there is no template 'rest'", "choose one of: endpoint"),
        (["fresh", "--track", "nod"], "no solution in 'nod'", "Did you mean 'node'?"),
        (["fresh", "--track", "django"], "no solution in 'django'", "choose from: flask"),
    ],
)
def test_a_wrong_turn_says_how_to_go_on(words, what, fix, tmp_path, kata):
    refused = kata("new", *words, cwd=tmp_path)

    assert refused.returncode == 2
    assert what in refused.stderr
    assert fix in refused.stderr
    assert list(tmp_path.iterdir()) == []
