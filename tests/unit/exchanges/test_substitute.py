"""`${...}` in the data of a check."""

from __future__ import annotations

from typing import Any

import pytest

from runner.errors import SuiteError
from runner.exchanges.faults import Mismatch
from runner.exchanges.json_text import Literal
from runner.exchanges.matching import holds
from runner.exchanges.substitute import Values


def values(**names: Any) -> Values:
    facts = {"port": 8123, "base_url": "http://127.0.0.1:8123", "data": "/data"}
    made = Values(7, "the-check", {"SECRET": "hush"}, facts.__getitem__)
    for name, value in names.items():
        made.give(name, value)
    return made


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("${n}", 4),
        ("${n + 1}", 5),
        ("${n - 10}", -6),
        ("${n+1}", 5),
        ("x${n}y", "x4y"),
        ("${yes}", True),
        ("is ${yes} ${nothing}", "is true null"),
        ("${item.tags[0]}", "red"),
        ("${item.tags[-1]}", "blue"),
        ('${item["a b"]}', 1),
        ("${item}", {"tags": ["red", "blue"], "a b": 1}),
        ("as text ${item.tags}", 'as text ["red", "blue"]'),
        ("${env:SECRET}", "hush"),
        ("${port}", 8123),
        ("${base_url}/x", "http://127.0.0.1:8123/x"),
        ("${data}", "/data"),
        ("$${n}", "${n}"),
        ("a $${n} b ${n}", "a ${n} b 4"),
        ("${order-id}", "o7"),
        ("no dollar", "no dollar"),
        ("5 $ {n}", "5 $ {n}"),
    ],
)
def test_a_text_is_filled_in_with_its_type_kept(text: str, filled: Any) -> None:
    item = {"tags": ["red", "blue"], "a b": 1}
    made = values(n=4, yes=True, nothing=None, item=item)
    made.give("order-id", "o7")
    assert made.fill(text) == filled
    assert type(made.fill(text)) is type(filled)


def test_nested_values_are_filled_in_and_others_left_alone() -> None:
    written = {"a": ["${n}", {"b-${n}": "x${n}"}], "c": 1.5, "d": None}
    assert values(n=2).fill(written) == {"a": [2, {"b-2": "x2"}], "c": 1.5, "d": None}


def test_one_name_is_one_value_and_another_label_another() -> None:
    made = values()
    assert made.fill("${word}") == made.fill("${word}")
    assert len({made.fill(text) for text in ("${word}", "${word:a}", "${word:b}")}) == 3


def test_labels_never_share_a_value_even_of_a_small_kind() -> None:
    made = values()
    drawn = [made.fill(f"${{int:{number}}}") for number in range(300)]
    assert len(set(drawn)) == 300


def test_a_value_does_not_depend_on_what_was_drawn_before() -> None:
    early, late = values(), values()
    late.fill("${email} ${uuid}")
    assert early.fill("${word:x}") == late.fill("${word:x}")


def test_a_label_may_hold_a_value() -> None:
    made = values(i=3)
    assert made.fill("${word:${i}}") == made.fill("${word:3}")
    assert made.fill("${int:${i} + 1}") == made.fill("${int:3}") + 1


def test_names_of_a_round_are_seen_inside_alone_and_what_is_given_inside_stays() -> None:
    outer = values()
    inner = outer.child({"i": 5})
    inner.give("found", "${not read again}")
    assert inner.fill("${i}") == 5
    assert outer.fill("${found}") == "${not read again}"
    with pytest.raises(SuiteError):
        outer.fill("${i}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("${nobody}", "uses ${nobody}, which nothing has given a value"),
        ("${env:HOME}", "has no HOME"),
        ("${n", "without a closing brace"),
        ("${n * 2}", "cannot read ${n * 2}"),
        ("${}", "cannot read"),
        ("${item[x]}", "cannot be read"),
    ],
)
def test_a_mistake_of_the_suite_names_check_and_name(text: str, words: str) -> None:
    with pytest.raises(SuiteError) as raised:
        values(n=1, item=[1]).fill(text)
    assert "the-check" in raised.value.what
    assert words in raised.value.what


def test_a_part_that_an_answer_did_not_hold_is_the_learners_mismatch() -> None:
    with pytest.raises(Mismatch) as raised:
        values(todo={"id": 1}).fill("${todo.url}")
    assert raised.value.failure.summary == "todo.url is missing from what was captured as `todo`"


def test_adding_to_captured_text_is_the_learners_mismatch() -> None:
    with pytest.raises(Mismatch) as raised:
        values(before="3").fill("${before + 1}")
    assert raised.value.failure.summary == '`before` was captured as the text "3", expected a number'


def test_a_target_keeps_what_is_written_and_encodes_what_is_filled_in() -> None:
    made = values(name="a b/é?x=1", path="/todos/7?full=1")
    assert made.fill_target("/../x y/${name}") == "/../x y/a%20b/%C3%A9?x=1"
    assert made.fill_target("${path}&a=%20") == "/todos/7?full=1&a=%20"


def test_a_captured_object_in_an_expectation_is_compared_as_it_is() -> None:
    filled = values(todo={"length": 3}).fill_expectation({"a": "${todo}", "b": ["${todo}"]})
    assert filled == {"a": Literal({"length": 3}), "b": [Literal({"length": 3})]}
    assert holds(filled["a"], {"length": 3})
    assert not holds(filled["a"], "abc")


def test_a_value_in_a_regular_expression_stands_for_itself() -> None:
    filled = values(name="a.b").fill_expectation({"matches": "^${name}\\d$"})
    assert holds(filled, "a.b1")
    assert not holds(filled, "axb1")


def test_half_a_surrogate_pair_from_an_answer_is_no_trouble() -> None:
    assert values(name="\ud800").fill_target("/x?q=${name}") == "/x?q=%ED%A0%80"
