"""Expectations across many answers."""

from __future__ import annotations

from typing import Any

from runner.evidence import Cause, Response
from runner.exchanges.across import Offence, expect_together, tally
from runner.exchanges.client import Answer
from runner.exchanges.differences import Difference
from runner.exchanges.faults import Closed, Fault


def answers(*statuses: int, bodies: tuple[bytes, ...] = ()) -> list[Answer]:
    held = bodies or (b"{}",) * len(statuses)
    pairs = zip(statuses, held, strict=True)
    return [Answer(at, b"", Response(status, "", (), body), None, 0) for at, (status, body) in enumerate(pairs)]


def silent(count: int) -> list[Answer]:
    return [Answer(at, b"", None, Fault("no answer within 5 s", Cause.TIMEOUT), 5) for at in range(count)]


def offence(expectation: dict[str, Any], given: list[Answer]) -> Offence:
    found = expect_together(expectation, given, {}.__getitem__)
    assert found is not None
    return found


def said(expectation: dict[str, Any], given: list[Answer]) -> str:
    problem = offence(expectation, given).problem
    return problem.summary if isinstance(problem, Difference) else problem.words


ONE_WINS = {"counts": [{"of": {"status": 201}, "exactly": 1}, {"of": {"status": 409}, "exactly": 19}]}


def test_exactly_one_of_twenty_wins() -> None:
    assert expect_together(ONE_WINS, answers(201, *[409] * 19), {}.__getitem__) is None


def test_a_lost_race_is_told_by_what_came_and_shows_the_one_too_many() -> None:
    given = answers(409, 201, *[409] * 16, 201, 500)
    assert said(ONE_WINS, given) == "20 answers: 2 x 201, 17 x 409, 1 x 500; expected exactly 1 x 201 Created"
    assert offence(ONE_WINS, given).client == 18


def test_too_few_show_the_first_that_does_not_fit() -> None:
    wanted = {"counts": [{"of": {"status": 201}, "at_least": 2}]}
    assert offence(wanted, answers(201, 500, 201, 201)[:2]).client == 1
    assert "expected at least 2 x 201 Created" in said(wanted, answers(201, 500))


def test_at_most_is_a_limit() -> None:
    wanted = {"counts": [{"of": {"json": {"ok": True}}, "at_most": 1}]}
    given = answers(200, 200, bodies=(b'{"ok": true}', b'{"ok": true}'))
    assert said(wanted, given) == "2 answers: 2 x 200; expected at most 1 x JSON an object with ok, found 2"


def test_each_answer_must_meet_what_each_demands() -> None:
    found = offence({"each": {"status": 200}}, answers(200, 500, 200))
    assert found.client == 1
    assert "3 answers: 2 x 200, 1 x 500; in one of them the status is 500" in said(
        {"each": {"status": 200}}, answers(200, 500, 200)
    )


def test_an_answer_is_required_of_everybody() -> None:
    assert said({}, [*answers(200), *silent(1)]) == "no answer within 5 s (2 answers: 1 x 200, 1 x no answer)"
    assert said(ONE_WINS, [*answers(201), *silent(19)]).startswith("no answer within 5 s (20 answers:")


def test_a_closed_connection_counts_where_it_is_expected() -> None:
    closed = Answer(1, b"", None, Closed("closed"), 0)
    wanted = {"counts": [{"of": {"one_of": [{"status": 503}, {"closed": True}]}, "exactly": 1}]}
    assert expect_together(wanted, [*answers(200), closed], {}.__getitem__) is None


def test_values_must_differ_over_the_answers_that_hold_them() -> None:
    same = answers(201, 201, 409, bodies=(b'{"id": 1}', b'{"id": 1.0}', b""))
    assert said({"distinct": "$.id"}, same) == "$.id is 1.0 in two of 3 answers, expected it to differ"
    other = answers(201, 201, 409, bodies=(b'{"id": 1}', b'{"id": 2}', b"not json"))
    assert expect_together({"distinct": "$.id"}, other, {}.__getitem__) is None


def test_the_tally_is_sorted() -> None:
    assert tally([*answers(500, 201, 201), *silent(1)]) == "4 answers: 2 x 201, 1 x 500, 1 x no answer"
