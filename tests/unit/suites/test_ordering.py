from hypothesis import given
from hypothesis import strategies as st

from runner.model import Check, Scope, Visibility
from runner.suites.ordering import in_file_order, in_scope, selected, shuffled


def check(name, *needs):
    return Check(id=name, rule="R1", title=name, why="because", depends_on=needs)


CHECKS = [check("a", "c"), check("b"), check("c", "d"), check("d"), check("e", "b")]


@given(st.integers())
def test_every_order_has_dependencies_first(seed):
    order = [one.id for one in shuffled(CHECKS, seed)]

    assert sorted(order) == ["a", "b", "c", "d", "e"]
    assert order.index("d") < order.index("c") < order.index("a")
    assert order.index("b") < order.index("e")


def test_one_seed_gives_one_order_and_seeds_differ():
    orders = {tuple(one.id for one in shuffled(CHECKS, seed)) for seed in range(30)}

    assert shuffled(CHECKS, 3) == shuffled(CHECKS, 3)
    assert len(orders) > 5


def test_a_circle_of_dependencies_still_ends():
    circle = [check("a", "b"), check("b", "a")]

    assert {one.id for one in shuffled(circle, 1)} == {"a", "b"}


def test_selecting_a_check_brings_what_it_depends_on():
    assert [one.id for one in selected(CHECKS, ["a"])] == ["a", "c", "d"]


def test_selecting_nothing_selects_all():
    assert selected(CHECKS, []) == tuple(CHECKS)


def test_the_files_order_is_kept_but_for_what_a_check_needs():
    checks = [check("b", "a"), check("a"), check("c")]

    assert [each.id for each in in_file_order(checks)] == ["a", "b", "c"]


def test_a_learner_gets_all_but_what_is_reserved():
    kinds = {kind: Check(kind, "R1", kind, "because", visibility=kind) for kind in Visibility}

    assert in_scope(tuple(kinds.values()), Scope.LEARNER) == (kinds["shown"], kinds["hidden"])
    assert in_scope(tuple(kinds.values()), Scope.WHOLE) == tuple(kinds.values())
