from runner.judge import complete, judge
from runner.model import Check, Status


def check(name, points=1):
    return Check(id=name, rule="R1", title=name, why="because", points=points)


def ended(*statuses):
    checks = [check(f"c{number}", points=number) for number, _ in enumerate(statuses, 1)]
    return [complete([one], [], status)[0] for one, status in zip(checks, statuses, strict=True)]


def test_all_passed_is_a_pass_with_all_points():
    verdict = judge(ended(Status.PASSED, Status.PASSED))

    assert (verdict.status, verdict.points, verdict.possible, verdict.first_failure) == (Status.PASSED, 3, 3, "")


def test_no_outcome_at_all_is_an_error():
    assert judge([]).status is Status.ERRORED


def test_a_missing_check_is_never_a_pass():
    verdict = judge(complete([check("a"), check("b")], ended(Status.PASSED)[:0], Status.ERRORED))

    assert verdict.status is Status.ERRORED
    assert verdict.points == 0


def test_skipped_alone_is_not_a_pass():
    assert judge(ended(Status.PASSED, Status.SKIPPED)).status is Status.SKIPPED


def test_an_error_outweighs_a_failure_but_the_failure_is_named_first():
    verdict = judge(ended(Status.ERRORED, Status.FAILED))

    assert (verdict.status, verdict.first_failure) == (Status.ERRORED, "c2")


def test_outcomes_come_back_in_the_order_of_the_file():
    first, second = ended(Status.PASSED, Status.FAILED)

    done = complete([check("c1"), check("c2")], [second, first], Status.ERRORED)

    assert [outcome.check for outcome in done] == ["c1", "c2"]
