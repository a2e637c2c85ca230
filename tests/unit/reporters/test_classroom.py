"""The Classroom reporter's arithmetic, and what it stumbles over."""

import base64
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runner.model import Status
from runner.reporters import classroom
from tests.unit.reporters.graded import ALICE, BOB, CAROL, CLASS, DORA, ERIC, FAY, MALLORY
from tests.unit.reporters.samples import FAILED, PASSED, SAMPLES, report

LONGEST_VARIABLE = 128 * 1024  # of an environment variable on Linux


def read(encoded):
    """Do with a result what `autograding-grading-reporter@v1` does: totals, log, and whether the job fails."""
    assert len("KATA_RESULTS=") + len(encoded) < LONGEST_VARIABLE
    assert encoded.isascii()
    assert not set(encoded) & set("\r\n")
    result = json.loads(base64.b64decode(encoded, validate=True))
    tests, most = result["tests"], result["max_score"]
    assert tests, "it divides by the number of tests"
    assert all(isinstance(test["score"], int) and test["line_no"] == 0 for test in tests)
    table = sum(test["status"] == "pass" for test in tests) / len(tests) * most
    notice = sum(test["score"] for test in tests)
    log = [f"{test['name']} {test.get('test_code', '')} {test.get('message', '')}" for test in tests]
    return {"table": table, "notice": notice, "most": most, "fails": result["status"] != "pass", "log": log}


def marks(*reports):
    seen = read(classroom.render(reports))
    assert seen["table"] == pytest.approx(seen["notice"])
    return seen["notice"], seen["most"], seen["fails"]


def test_a_pass_is_all_points():
    assert marks(BOB) == (2, 2, False)


def test_weights_count_the_same_in_both_totals():
    assert marks(ALICE) == (1, 6, True)


def test_a_check_of_several_points_is_several_tests():
    result = classroom.result_of([ALICE])
    assert [test["name"] for test in result["tests"]][1:3] == [
        "An order with no items is refused (1 of 2)",
        "An order with no items is refused (2 of 2)",
    ]


def test_weights_with_a_common_part_are_not_split_further():
    result = classroom.result_of([report(replace(PASSED, points=4), replace(FAILED, points=6))])
    assert [test["score"] for test in result["tests"]] == [2, 2, 0, 0, 0]


def test_a_program_that_never_became_ready_is_a_zero():
    assert marks(CAROL) == (0, 1, True)


def test_what_broke_by_our_fault_counts_in_neither_total_and_fails_the_job():
    assert marks(DORA) == (1, 3, True)


@pytest.mark.parametrize("whole", [ERIC, FAY, SAMPLES["trouble"]])
def test_where_there_is_no_mark_there_is_no_zero(whole):
    # A `max_score` of 0 leaves the runner out of the notice that becomes a grade.
    assert marks(whole) == (0, 0, True)
    assert "person has to look" in read(classroom.render([whole]))["log"][0]


def test_checks_without_points_are_no_tests_and_there_is_always_one():
    assert marks(report(replace(PASSED, points=0))) == (0, 0, False)
    assert marks(report(replace(FAILED, points=0))) == (0, 0, True)
    assert marks(report(replace(PASSED, points=0), PASSED)) == (1, 1, False)
    assert marks() == (0, 0, True)


def test_nothing_printed_is_a_command():
    for line in "\n".join(read(classroom.render([MALLORY]))["log"]).splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line


def test_a_whole_syllabus_of_heavy_checks_still_fits():
    many = tuple(
        report(*(replace(FAILED, check=f"{n}", points=n % 3 + 1) for n in range(12)), kata=f"kata-{k}")
        for k in range(70)
    )
    assert marks(*many) == (0, 1680, True)
    half = tuple(report(PASSED, FAILED, kata=f"kata-{k}") for k in range(400))
    assert marks(*half) == (400, 1200, True)


OUTCOMES = st.lists(st.tuples(st.sampled_from(list(Status)), st.integers(0, 30)), max_size=20)


@settings(deadline=None, max_examples=60)
@given(OUTCOMES)
def test_the_totals_always_agree(drawn):
    outcomes = [
        replace(FAILED, check=str(at), status=status, points=points) for at, (status, points) in enumerate(drawn)
    ]
    judged = [one for one in outcomes if one.status is not Status.ERRORED]
    points, most, _ = marks(report(*outcomes))
    assert points == sum(one.points for one in judged if one.status is Status.PASSED)
    assert most == sum(one.points for one in judged)


def test_a_class_is_never_meant_but_does_not_break_it():
    marks(*CLASS)
