import pytest

from runner.exchanges.language_meaning import mistakes_of_meaning
from runner.marked_yaml import parse_yaml


def mistakes_of(checks, suite):
    """Return what is wrong with the meaning of some checks, as (line, message, fix)."""
    document = parse_yaml(f"checks:\n{checks}\n".encode(), "checks.yaml")
    return [(mistake.line - 1, mistake.message, mistake.fix) for mistake in mistakes_of_meaning(document, suite)]


def test_an_id_is_given_once(tmp_path):
    ((line, message, _),) = mistakes_of("- id: a\n- id: b\n- id: a", tmp_path)

    assert (line, message) == (3, "the id 'a' is taken on line 2")


@pytest.mark.parametrize(
    ("checks", "message", "fix"),
    [
        ("- {id: first, depends_on: [frist]}", "no check has the id 'frist'", "Did you mean 'first'?"),
        ("- {id: a, depends_on: [a]}", "cannot depend on itself", "another check"),
        ("- {id: a}\n- {id: b, depends_on: [a, a]}", "named twice", "Keep one"),
        ("- {id: a, visibility: reserved}\n- {id: b, depends_on: [a]}", "'a' is reserved", "shown or hidden"),
        ("- {id: a, depends_on: [b]}\n- {id: b, depends_on: [a]}", "for one another: a -> b -> a", "Remove one"),
        ("- {id: a, depends_on: [b]}\n- {id: b, depends_on: [c]}\n- {id: c, depends_on: [b]}", "b -> c -> b", "Remove"),
    ],
)
def test_a_dependency_must_make_sense(checks, message, fix, tmp_path):
    ((_, found, mend),) = mistakes_of(checks, tmp_path)

    assert message in found
    assert fix in mend


def test_a_long_chain_of_dependencies_is_fine(tmp_path):
    checks = "\n".join(f"- {{id: c{at}, depends_on: [c{at + 1}, c{at + 2}]}}" for at in range(60))

    assert mistakes_of(checks + "\n- id: c60\n- id: c61", tmp_path) == []


def test_a_python_check_must_be_there(tmp_path):
    (tmp_path / "test_words.py").write_text("def test_one():\n    pass\n")

    found = mistakes_of(
        "\n".join(
            f"- {{python: '{name}'}}"
            for name in ("test_words.py::test_one", "test_word.py::test_one", "test_words.py::test_on")
        ),
        tmp_path,
    )

    assert [(line, fix) for line, _, fix in found] == [
        (2, "Did you mean 'test_words.py'?"),
        (3, "Did you mean 'test_one'?"),
    ]


def test_a_python_file_that_cannot_be_read_is_a_mistake(tmp_path):
    (tmp_path / "test_a.py").write_text("def test_one(:\n")

    ((_, message, _),) = mistakes_of("- {python: 'test_a.py::test_one'}", tmp_path)

    assert "cannot be read as Python" in message


@pytest.mark.parametrize(
    "checks", ["  3", "- 3", "- {id: [1], depends_on: 3, python: 3, steps: {}}", "- {depends_on: [3]}"]
)
def test_checks_of_another_shape_are_passed_over(checks, tmp_path):
    assert mistakes_of(checks, tmp_path) == []
