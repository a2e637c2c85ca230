import pytest

from runner.authoring.mutants import mutants_of

pytest.importorskip("cosmic_ray")


def changes(source, rules=""):
    return {(mutant.was, mutant.now) for mutant in mutants_of(source, rules)}


def test_conditions_are_negated_and_their_borders_moved():
    found = {now for _, now in changes("def f(a):\n    return a < b\n")}

    assert {"return a <= b", "return a >= b", "return None"} <= found


def test_a_negation_spelled_twice_is_one_mutant():
    found = {now for _, now in changes("if a == b:\n    f()\n")}

    assert found == {"if a != b:", "pass"}


def test_statements_are_dropped():
    assert ("todos.clear()", "pass") in changes("def f():\n    todos.clear()\n")


def test_a_docstring_is_no_statement():
    assert changes('"""Words."""\n') == set()


@pytest.mark.parametrize(
    "source",
    [
        'if __name__ == "__main__":\n    run(1)\n',
        "def f(a: int | None) -> dict[str, int] | None:\n    pass\n",
        "x = y(daemon=True)\n",
        "LIMIT = 64 * 1024\n",
        "TOP = 2**63 - 1\n",
        "x = f(timeout=30)\n",
    ],
)
def test_what_no_rule_can_state_is_left_alone(source):
    assert changes(source) == set()


def test_a_number_that_a_rule_states_goes_up_and_down():
    assert changes("LIMIT = 1_000\n", "At most 1,000 letters.") == {
        ("LIMIT = 1_000", "LIMIT = 1001"),
        ("LIMIT = 1_000", "LIMIT = 999"),
    }


def test_the_border_of_a_free_limit_is_free_and_its_direction_is_not():
    found = {now for _, now in changes("LIMIT = 99\nif size > LIMIT:\n    pass\n")}

    assert found == {"if size <= LIMIT:"}


def test_every_mutant_is_a_program_and_differs():
    source = (
        "def f(*a, **b):\n    for x in a:\n        if x and not b:\n            continue\n    return {**b, 'n': 1}\n"
    )
    found = mutants_of(source)

    assert len({mutant.text for mutant in found}) == len(found) > 3
    for mutant in found:
        compile(mutant.text, "mutant", "exec")
        assert mutant.text != source


def test_a_mutant_is_shown_as_a_diff_with_its_line():
    (mutant,) = mutants_of("x = 1\ny = True\n", "")[-1:]

    assert mutant.line == 2
    assert "-y = True\n+y = False" in mutant.diff("x = 1\ny = True\n", "app.py")
