"""A mistake is recognised by what fails and how; where two explain it equally well, nobody is accused."""

from dataclasses import replace

import pytest

from runner.evidence import Cause, Failure, LaunchFinding, Outcome, Report, Verdict
from runner.hinting import (
    Closeness,
    Pattern,
    Shape,
    Sight,
    closeness,
    hint_for,
    patterns_from_text,
    patterns_to_text,
    relation,
    shape_of,
    sight_of,
    suspects,
)
from runner.model import Status, Visibility

NOT_FOUND = Shape("mismatch", "status", "404 Not Found", "200 OK")
BROKEN = Shape("mismatch", "status", "404 Not Found", "500 Internal Server Error")
LABEL = Shape("mismatch", "header content-type", "text/plain", "text/html")


def pattern(name, launch="", **shapes):
    kept = {check.replace("_", "-"): frozenset([shape]) for check, shape in shapes.items()}
    return Pattern(name, f"Thinks {name}.", f"Why {name}?", kept, launch)


PREFIX = pattern("prefix", whole_path=NOT_FOUND)
NEVER = pattern("never", whole_path=NOT_FOUND, other_paths=NOT_FOUND)
HTML = pattern("html", label=LABEL)
HARD = pattern("hard", "wrong_port")
ALL = (PREFIX, NEVER, HTML, HARD)
CHECKS = frozenset({"whole-path", "other-paths", "label", "greets"})


def sight(first="", **failing):
    failing = {check.replace("_", "-"): shape for check, shape in failing.items()}
    return Sight(failing, CHECKS - set(failing), first or next(iter(failing), ""))


SEEN = {
    "the planted one": (sight(whole_path=NOT_FOUND), "prefix"),
    "the one that explains all": (sight(whole_path=NOT_FOUND, other_paths=NOT_FOUND), "never"),
    "two mistakes at once": (sight(label=LABEL, greets=NOT_FOUND), "html"),
    "never ready": (Sight({}, launch="wrong_port"), "hard"),
}


@pytest.mark.parametrize(("seen", "name"), SEEN.values(), ids=SEEN)
def test_a_known_mistake_is_recognised(seen, name):
    assert [found.wrong for found in suspects(seen, ALL)] == [name]
    assert hint_for(seen, ALL) == f'It looks as if this was thought, which is not so: "Thinks {name}."\nWhy {name}?'


UNKNOWN = {
    "all passed": Sight({}, CHECKS),
    "nothing was run": Sight({}),
    "fails in another way": sight(whole_path=BROKEN),
    "not ready for another reason": Sight({}, launch="exited"),
    "the known mistake is not the first": sight("greets", label=LABEL, greets=NOT_FOUND),
    "a check that no mistake breaks": sight(greets=NOT_FOUND),
}


@pytest.mark.parametrize("seen", UNKNOWN.values(), ids=UNKNOWN)
def test_nothing_is_guessed(seen):
    assert suspects(seen, ALL) == ()
    assert hint_for(seen, ALL) == ""


def test_a_part_of_a_planted_mistake_is_near_when_it_is_half_of_it():
    milder = Sight({"other-paths": NOT_FOUND}, CHECKS - {"other-paths"}, "other-paths")
    assert closeness(milder, NEVER) is Closeness.PART
    much_wider = pattern("all", other_paths=NOT_FOUND, whole_path=NOT_FOUND, greets=NOT_FOUND)
    assert closeness(milder, much_wider) is Closeness.NONE


def test_what_is_near_to_two_mistakes_is_not_told():
    milder = Sight({"other-paths": NOT_FOUND}, CHECKS - {"other-paths"}, "other-paths")
    twin = replace(NEVER, wrong="twin", misconception="Thinks twin.", hint="Why twin?")
    assert len(suspects(milder, (NEVER, twin))) == 2
    assert hint_for(milder, (NEVER, twin)) == ""


def test_mistakes_that_look_alike_are_told_together():
    twin = replace(PREFIX, wrong="twin", misconception="Thinks twin.", hint="Why twin?")
    told = hint_for(sight(whole_path=NOT_FOUND), (PREFIX, twin))
    assert told.splitlines() == [
        'It looks as if one of these was thought, which is not so: "Thinks prefix." or "Thinks twin."',
        "Why prefix? Why twin?",
    ]


def test_too_many_that_look_alike_are_not_told():
    many = [replace(PREFIX, wrong=str(n), misconception=f"Thinks {n}.", hint=f"Why {n}?") for n in range(4)]
    assert hint_for(sight(whole_path=NOT_FOUND), many) == ""


def test_a_run_of_one_check_is_held_against_that_check_alone():
    only = Sight({"other-paths": NOT_FOUND}, frozenset(), "other-paths")
    assert closeness(only, NEVER) is Closeness.SAME


def failure(expected, actual, where="json $.message"):
    return Failure(Cause.MISMATCH, "", where, expected, actual)


ALIKE = [
    (failure('"tomuki"', '"naromi"'), failure('"a"', '"b, \\"c\\""')),
    (failure("7", "12.5"), failure("100", "3")),
    (failure("7", "8", "json $.items[3].id"), failure("1", "2", "json $.items[0].id")),
    (failure("x", "20 answers: 18 x 201, 2 x 500"), failure("x", "20 answers: 17 x 201, 3 x 500")),
    (
        failure("exactly 10 x 201 Created", "50 answers: 50 x 201"),
        failure("exactly 10 x 201 Created", "50 answers: 20 x 201, 30 x 409"),
    ),
    (failure("at most 5 x 401", "20 answers: 20 x 401"), failure("at most 5 x 401", "20 answers: 17 x 401, 3 x 429")),
    (failure("x", "2f1c9d0e-77aa-4bbb-8c1d-000011112222"), failure("x", "99999999-77aa-4bbb-8c1d-aaaa11112222")),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_values_of_one_run_leave_no_trace(one, other):
    assert shape_of(one) == shape_of(other)


DIFFERENT = [
    (failure("200 OK", "404 Not Found", "status"), failure("200 OK", "500 Internal Server Error", "status")),
    (failure('"é"', '"é\\n"'), failure('"é"', '"e"')),
    (failure("7", '"7"'), failure("7", "8")),
    (failure("JSON", '"<html>no"'), failure("JSON", '"no"')),
    (failure("x", "20 answers: 18 x 201, 2 x 500"), failure("x", "20 answers: 18 x 201, 2 x 200")),
    (failure("exactly 9 x 409", "10 answers: 1 x 201, 9 x 404"), failure("exactly 9 x 409", "10 answers: 10 x 201")),
    (failure("exactly 9 x 409", "9 answers: 9 x 404"), failure("exactly 9 x 409", "9 answers: 9 x 400")),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_makes_a_mistake_is_kept(one, other):
    assert shape_of(one) != shape_of(other)


RELATIONS = {
    ("7", '"7"'): "quoted",
    ('"Abc"', '"abc"'): "case",
    ('"a b"', '"ab\\n"'): "blanks",
    ('"ab"', '"abc"'): "longer",
    ('"abc"', '"ab"'): "shorter",
    ('"abc"', '"cba"'): "reversed",
    ('"abc"', '"xyz"'): "",
    ("", '"xyz"'): "",
}


@pytest.mark.parametrize(("texts", "word"), RELATIONS.items())
def test_how_two_texts_belong_together(texts, word):
    assert relation(*texts) == word


def outcome(check, status, failed=None):
    return Outcome(check, check, "R1", 1, Visibility.SHOWN, status, failed)


def test_a_report_tells_what_failed_and_what_passed():
    outcomes = (
        outcome("a", Status.PASSED),
        outcome("b", Status.FAILED, failure("1", "2")),
        outcome("c", Status.SKIPPED),
        outcome("d", Status.ERRORED, failure("1", "2")),
    )
    report = Report("kata", "Kata", "flask", outcomes, Verdict(Status.FAILED, 1, 4, "b"), 1)
    assert sight_of(report) == Sight({"b": shape_of(failure("1", "2"))}, frozenset({"a"}), "b")


def test_a_port_of_its_own_is_one_mistake_whether_it_was_free_or_not():
    report = Report("kata", "Kata", "flask", (), Verdict(Status.FAILED, 0, 4), 1)
    seen = {sight_of(replace(report, launch=LaunchFinding(cause, ""))).launch for cause in ("port_held", "wrong_port")}
    assert len(seen) == 1


def test_patterns_survive_their_file():
    digest, kept = patterns_from_text(patterns_to_text(ALL, "abc"))
    assert digest == "abc"
    assert sorted(kept, key=lambda each: each.wrong) == sorted(ALL, key=lambda each: each.wrong)


NOT_OURS = ["", "{", "[]", '{"format": 2}', '{"format": 1, "digest": "", "patterns": [1]}', "[" * 100_000]


@pytest.mark.parametrize("text", NOT_OURS, ids=range(len(NOT_OURS)))
def test_a_file_that_is_not_ours_holds_no_patterns(text):
    assert patterns_from_text(text) == ("", ())


@pytest.mark.parametrize(
    ("shape", "is_sure"),
    [
        (NOT_FOUND, True),
        (Shape("mismatch", "json $.id", "7", '"7"', "quoted"), True),
        (Shape("timeout", "connection", "a whole answer", ""), True),
        (Shape("mismatch", "json $.id", "#", "#"), False),
        (Shape("mismatch", "line", "text that matches x", '"text\\n"'), False),
        (Shape("mismatch", ""), False),
        (Shape("mismatch", "json $", "# elements: [#]", "# elements: []"), False),
        (Shape("mismatch", "json $.done", "true", "false"), False),
        (Shape("mismatch", "json $.secret", "nothing", '"text"'), True),
        (Shape("mismatch", "json $.id", "#", '"#"'), True),
    ],
)
def test_one_value_for_another_is_no_proof(shape, is_sure):
    told = hint_for(sight(greets=shape), [pattern("one", greets=shape)])

    assert told.startswith("It looks as if" if is_sure else "This may be behind it")
    assert "Thinks one." in told
    assert "Why one?" in told


def test_what_else_fails_proves_nothing():
    one = pattern("one", greets=Shape("mismatch", "json $.id", "#", "#"))
    seen = sight("greets", greets=Shape("mismatch", "json $.id", "#", "#"), label=LABEL)

    assert closeness(seen, one) is Closeness.BESIDE
    assert hint_for(seen, [one]).startswith("This may be behind it")
