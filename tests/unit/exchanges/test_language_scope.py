import pytest

from runner.exchanges.language_scope import mistakes_of_scope
from runner.marked_yaml import parse_yaml


def mistakes_of(steps):
    """Return what is wrong with the names in some steps, as (line, column, message, fix)."""
    document = parse_yaml(f"steps:\n{steps}\n".encode(), "checks.yaml")
    found = mistakes_of_scope(document, document.value, ())
    return [(mistake.line - 1, mistake.column, mistake.message, mistake.fix) for mistake in found]


@pytest.mark.parametrize(
    "steps",
    [
        "- request: GET /\n  capture: {id: $.id}\n- request: GET /${id}",
        "- set: {a: 1, b: '${a}'}\n- request: GET /${b}",
        "- repeat: {times: 2, steps: [{request: 'GET /${i}/${item}', capture: {a: $}}]}\n- request: GET /${a}",
        "- repeat: {over: [1], as: n, steps: [{repeat: {times: 2, steps: [{request: 'GET /${n}/${i}'}]}}]}",
        "- wait_until: {steps: [{request: GET /, capture: {a: $}}]}\n- request: GET /${a}",
        "- together: {clients: 2, request: 'GET /${i}'}\n  capture: {all: $.id}\n- set: {b: '${all[0]}'}",
        "- sql: {query: select 1, capture: {n: {value: true}}}\n- open_files: {expect: {max: '${n}'}}",
        "- open_files: {capture: {m: $}}\n- log: '${m}'",
        "- raw: a\n  capture: {x: {line: true}}\n- raw: b\n  send: '${x}${word}${env:A}${port}'",
        "- second: two\n- request: GET /\n  to: two\n- stop: two",
        "- request: GET /\n  capture: {'id:0': $.id}\n- request: GET /${id:0}",
    ],
)
def test_names_that_are_set_before_their_use_are_fine(steps):
    assert mistakes_of(steps) == []


@pytest.mark.parametrize(
    ("steps", "place", "name"),
    [
        ("- request: GET /a/${id}", (1, 19), "id"),
        ("- request: GET /\n  expect: {json: {a: '${id}'}}\n  capture: {id: $}", (2, 23), "id"),
        ("- request: GET /${id}\n- request: GET /\n  capture: {id: $}", (1, 17), "id"),
        ("- repeat: {times: 2, steps: []}\n- request: GET /${i}", (2, 17), "i"),
        ("- together: {clients: 2, request: GET /}\n  expect: {each: {text: '${i}'}}", (2, 26), "i"),
        ("- request: GET /\n  headers: {'X-${a}': b}", (2, 16), "a"),
        ("- request: GET /${word:${n}}", (1, 24), "n"),
        ("- set: {a: '${a}'}", (1, 13), "a"),
    ],
)
def test_a_name_without_a_value_is_placed_where_it_stands(steps, place, name):
    ((line, column, message, fix),) = mistakes_of(steps)

    assert (line, column) == place
    assert f"`${{{name}}}` has no value here" in message
    assert fix


def test_a_misspelt_name_is_guessed():
    ((_, _, _, fix),) = mistakes_of("- set: {before: 1}\n- request: GET /${befor}")

    assert fix == "Did you mean 'before'?"


def test_a_reference_that_cannot_be_read_says_how_they_look():
    ((_, _, message, fix),) = mistakes_of("- set: {a: 1}\n- request: GET /${a + b}")

    assert message == "`${a + b}` cannot be read"
    assert "${name + 1}" in fix


@pytest.mark.parametrize(
    "step",
    ["request: GET /\n  to: two", "raw: a\n  to: two", "stop: two", "together: {clients: 2, request: GET /, to: two}"],
)
def test_a_second_server_must_run_first(step):
    ((_, _, message, fix),) = mistakes_of(f"- second: tow\n- {step}")

    assert "no second server is called 'two'" in message
    assert fix == "Did you mean 'tow'?"


@pytest.mark.parametrize(
    "steps", ["  3", "- 3", "- {repeat: 3}", "- {set: [1]}", "- {together: [1], capture: 3}", "- {sql: {capture: [1]}}"]
)
def test_steps_of_another_shape_are_passed_over(steps):
    assert mistakes_of(steps) == []
