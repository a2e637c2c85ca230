import pytest

from runner.exchanges.language_references import is_template, references, without_references


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("nothing", []),
        ("$${a} and $ ${b}", ["b"]),
        ("${a}/${b.c[0]}/${d + 1}", ["a", "b", "d"]),
        ("${word:${i}}", ["i", "word"]),
        ("${env:SECRET}", ["env"]),
        ("${ a }", ["a"]),
    ],
)
def test_every_reference_is_found(text, names):
    assert [reference.name for reference in references(text)] == names


@pytest.mark.parametrize(
    "text", ["${", "${a", "x ${a${b}", "${}", "${1}", "${a b}", "${a + b}", "${a +}", "${a:" * 50_000 + "}" * 50_000]
)
def test_what_cannot_be_read_is_a_problem(text):
    assert any(reference.problem for reference in references(text))


@pytest.mark.parametrize("text", ["${word}", "${int:a}", "${port}", "${base_url}", "${data}", "${env:A}"])
def test_some_names_are_always_there(text):
    assert [reference.is_given for reference in references(text)] == [True]


@pytest.mark.parametrize("text", ["${other}", "${port:a}", "${env}"])
def test_other_names_are_not(text):
    assert [reference.is_given for reference in references(text)] == [False]


@pytest.mark.parametrize(
    ("text", "whole"), [("${a}", True), ("${a:${b}}", True), ("${a}b", False), ("${a}${b}", False), ("$${a}", False)]
)
def test_a_template_is_one_reference_and_nothing_else(text, whole):
    assert is_template(text) is whole


def test_references_can_be_taken_out():
    assert without_references("a${b:${c}}d $${e} ${", "X") == "aXd ${e} ${"
