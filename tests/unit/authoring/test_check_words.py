import pytest

from runner.authoring.check_words import later_words, word_mistakes
from runner.marked_yaml import parse_yaml
from runner.model import Kata, Rule

SYLLABUS = b"""format: 1
stages:
  - {id: wire, title: The wire, katas: [one]}
  - {id: storage, title: Data, katas: [two], words: [database, REST, access token, query]}
"""


@pytest.fixture
def kata(tmp_path):
    """Make a kata of the first stage whose texts are fine."""
    folder = tmp_path / "katas" / "one"
    (folder / "suite").mkdir(parents=True)
    (folder / "kata.yaml").write_text("title: One\nteaches: Bytes.\nrules:\n  R1: It answers.\nhints: [Look.]\n")
    (folder / "suite" / "checks.yaml").write_text(
        "checks:\n  - id: database\n    title: It answers\n    why: Manners.\n"
    )
    (folder / "README.md").write_text("# One\n\nTake a rest.\n")
    return Kata("one", "One", "wire", "", (), (Rule("R1", ""),), (), folder, tmp_path / "solutions" / "one")


def found(kata, syllabus=SYLLABUS):
    words = later_words(parse_yaml(syllabus, "katas.yaml")).get(kata.stage, {})
    mistakes = word_mistakes(kata, words)
    return [(mistake.file.rpartition("/")[2], mistake.line, mistake.column, mistake.message) for mistake in mistakes]


def test_plain_words_are_fine(kata):
    assert found(kata) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "column", "word"),
    [
        ("README.md", "a rest", "the Databases", 3, 10, "Databases"),
        ("README.md", "a rest", "a REST", 3, 8, "REST"),
        ("README.md", "a rest", "an access\ntoken", 3, 9, "access\ntoken"),
        ("README.md", "a rest", "`a` query", 3, 10, "query"),
        ("kata.yaml", "Bytes.", "A database.", 2, 12, "database"),
        ("kata.yaml", "It answers", "It queries a database", 4, 20, "database"),
        ("kata.yaml", "Look.", "Look., A database.", 5, 18, "database"),
        ("suite/checks.yaml", "Manners", "The database", 4, 14, "database"),
    ],
)
def test_a_word_of_a_later_stage_is_placed(name, old, new, line, column, word, kata):  # noqa: PLR0917
    file = kata.folder / name
    file.write_text(file.read_text().replace(old, new))

    assert [(place[1:3], word in place[3]) for place in found(kata)] == [((line, column), True)]


@pytest.mark.parametrize(
    "text",
    [
        "`GET /database`",
        "```\ndatabase\n```",
        "<!-- database -->",
        "http://example.org/database",
        "database-free",
        "a databaseful",
        "x.database",
    ],
)
def test_code_and_other_words_are_passed_over(text, kata):
    (kata.folder / "README.md").write_text(text)

    assert found(kata) == []


def test_a_kata_of_that_stage_may_use_its_words(kata):
    (kata.folder / "README.md").write_text("A database.")

    assert found(kata, SYLLABUS.replace(b"id: wire", b"id: other").replace(b"id: storage", b"id: wire")) == []


@pytest.mark.parametrize("words", [b"words: 1", b"words: [1, null, '']", b"wurds: []"])
def test_a_broken_list_is_left_to_others(words, kata):
    assert found(kata, SYLLABUS.replace(b"words: [database, REST, access token, query]", words)) == []
