"""Each row is a slip that authors make: one fault, one mistake, in the right place, with the way out."""

import pytest

from runner.errors import PackError
from runner.exchanges.language import check_mistakes, read_checks
from runner.marked_yaml import parse_yaml

CHECK = """format: 1
checks:
  - id: greets
    rule: R1
    title: It greets
    why: Because.
    steps:
"""


def mistakes_of(text, suite):
    """Return every mistake of a suite."""
    return check_mistakes(parse_yaml(text.encode(), "checks.yaml"), suite)


def slips_of(step, suite):
    """Return the mistakes of a suite of one check with these steps, as (line in the step, column, message, fix)."""
    lines = "".join(f"      {line}\n" for line in step.splitlines())
    found = mistakes_of(CHECK + lines, suite)
    return [(mistake.line - 7, mistake.column - 6, mistake.message, mistake.fix) for mistake in found]


@pytest.mark.parametrize(
    ("step", "place", "message", "fix"),
    [
        ("- request: GET /\n  expect: {statuz: 500}", (2, 12), "unknown key 'statuz'", "Did you mean 'status'?"),
        ("- requst: GET /", (1, 3), "a step cannot begin with 'requst'", "Did you mean 'request'?"),
        ("- request:GET /", (1, 3), "a step is a mapping", "a space after the colon"),
        ("- {}", (1, 3), "this step is empty", "Known actions: request, raw"),
        ("- request: get /", (1, 12), "'get' is not a method", "Did you mean 'GET'?"),
        ("- request: GET items", (1, 12), "does not begin with a slash", "GET /items"),
        ("- request: GET", (1, 12), "'GET' is no request", "GET /items"),
        ("- request: GET /a b", (1, 12), "cannot hold a space", "%20"),
        ("- request: GET /\n  status: 200", (2, 3), "unknown key 'status'", "under `expect:`"),
        ("- request: GET /\n  raw: a", (2, 3), "unknown key 'raw'", "begin a new step with `- raw:`"),
        ("- request: GET /\n  expect: {capture: {a: $}}", (2, 12), "unknown key 'capture'", "beside `expect:`"),
        ("- request: GET /\n  expect: {status: '200'}", (2, 20), "'200' is no status", "Remove the quotes"),
        ("- request: GET /\n  expect: {status: 1000}", (2, 20), "at most 599", ""),
        ("- request: GET /\n  expect: {status: 2x}", (2, 20), "'2x' is no status", "2xx"),
        ("- request: GET /\n  expect: {body: full}", (2, 18), "`body` must be empty or sent", ""),
        ("- request: GET /\n  expect: {closed: false}", (2, 20), "must be true", "Leave the key out"),
        ("- request: GET /\n  expect: {lacks: []}", (2, 19), "must not be empty", ""),
        ("- request: GET /\n  expect: {headers: {a b: 1}}", (2, 22), "header's name", ""),
        ("- request: GET /\n  headers: {X-A: 5}", (2, 18), "a text (in quotes)", ""),
        ("- request: GET /\n  json: {}\n  text: a", (1, 3), "one body", "Keep one"),
        ("- request: GET /\n  multipart: [{name: a}]", (2, 15), "exactly one content", "`text:`"),
        ("- request: GET /\n  deadline: 31", (2, 13), "at most 30", ""),
        ("- request: GET /\n  chunked: yes", (2, 12), "true or false", "YAML 1.2"),
        ("- request: GET /\n  base64: '?'", (2, 11), "not base64", "="),
        ("- request: GET /\n  capture: {id: id}", (2, 17), "does not start with $", "begins with $"),
        ("- request: GET /\n  capture: {word: $.a}", (2, 13), "a kind of random data", "another name"),
        ("- request: GET /\n  capture: {a: {header: b, cookie: c}}", (2, 16), "exactly one kind", "header"),
        ("- request: GET /\n  capture: {a: {header: b, length: true}}", (2, 16), "`length` goes with `json`", "$.path"),
        ("- request: GET /\n  expect: {json: {matches: '('}}", (2, 28), "no regular expression", "backslash"),
        ("- request: GET /\n  expect: {json: {type: strin}}", (2, 25), "`type` must be string", "'string'"),
        ("- request: GET /\n  expect: {json: {format: isodate}}", (2, 27), "`format` must be", "'iso_date'"),
        ("- request: GET /\n  expect: {json: {a: {min: '3'}}}", (2, 28), "must be a number", "quotes"),
        ("- request: GET /\n  expect: {json: {type: string, lenght: 3}}", (2, 18), "'lenght' is not", "'length'"),
        ("- request: GET /\n  expect: {json: {unordered: a}}", (2, 30), "must be a list", "captured list"),
        ("- request: GET /\n  expect: {elapsed: {under: {times: 5}}}", (2, 29), "`of` is missing", "`of:`"),
        ("- raw: a\n  silent_for: 1", (2, 3), "unknown key 'silent_for'", "under `expect:`"),
        ("- raw: a\n  segments: byte", (2, 13), "`segments` must be bytes", "'bytes'"),
        ("- raw: a\n  close: false", (2, 10), "must be true", "Leave the key out"),
        ("- together: {clients: 2, request: GET /, expect: {}}", (1, 42), "unknown key 'expect'", "beside `together:`"),
        ("- together: {clients: 51, request: GET /}", (1, 23), "at most 50", ""),
        ("- together: {request: GET /}", (1, 13), "`clients` is missing", "clients: 20"),
        ("- together: {clients: 2}", (1, 13), "either `request` or `requests`", "one of the two"),
        (
            "- together: {clients: 2, request: GET /}\n  expect: {counts: [{of: {status: 2}}]}",
            (2, 35),
            "at least 100",
            "",
        ),
        (
            "- together: {clients: 2, request: GET /}\n  expect: {counts: [{of: {}}]}",
            (2, 21),
            "a count needs a number",
            "exactly",
        ),
        ("- restart: kil", (1, 12), "`restart` must be kill or terminate", "'kill'"),
        ("- kill: yes", (1, 9), "`kill` must be true", "YAML 1.2"),
        ("- pause: 6", (1, 10), "at most 5", ""),
        ("- terminate: 3", (1, 14), "{within: 5, code: 0}", ""),
        ("- start_with: {}", (1, 15), "`env` is missing", "`env:`"),
        ("- sql: {qery: a}", (1, 9), "unknown key 'qery'", "'query'"),
        ("- repeat: {steps: [{kill: true}]}", (1, 11), "either `times` or `over`", "times: 3"),
        ("- wait_until: {steps: []}", (1, 23), "must not be empty", ""),
        ("- set: {port: 1}", (1, 9), "a meaning of its own", "another name"),
        ("- data_lacks: ''", (1, 15), "must not be empty", ""),
    ],
)
def test_a_slip_in_a_step_is_one_mistake(step, place, message, fix, tmp_path):
    ((line, column, found, mend),) = slips_of(step, tmp_path)

    assert (line, column) == place
    assert message in found
    assert fix in mend


@pytest.mark.parametrize(
    "step",
    [
        '- set: {n: 1}\n- request: GET /${n}\n  deadline: "${n}"\n  fill: "${n}"',
        '- set: {n: 1}\n- request: GET /${n}\n  expect: {status: "${n}", json: {length: "${n}", min: "${n}"}}',
        "- request: GET /\n  expect: {json: {object: {type: a, length: b}, only: {min: 1}}}",
        "- request: GET /\n  expect: {json: {}}",
        "- request: GET /\n  expect: {json: [1, null, {not: null}, {equals: {type: x, b: 1}}]}",
        "- request: GET /\n  expect: {status: [404, 5xx], one_of: [{closed: true}]}",
        "- request: OPTIONS *\n- request: GET http://x/\n- request: CONNECT a:1\n- request: PURGE /",
        '- set: {line: GET /}\n- request: "${line}"',
        "- raw: a\n  send: x\n  pause: 0\n  expect: {line: x}\n- pause: 1",
        "- open_files: {expect: {max: 3}, capture: {a: {value: true}}}\n- log: {contains: a}\n- kill: true",
        "- start: true",
        "- terminate: true\n- restart: kill\n- refuses_to_start: {env: {A: null}, within: 2, log: {matches: a}}",
        "- second: b\n- request: GET /\n  to: b\n- stop: b",
    ],
)
def test_what_the_language_says_is_accepted(step, tmp_path):
    assert slips_of(step, tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "place", "message", "fix"),
    [
        ("id: greets", "id: Greets Me", (3, 9), "'Greets Me' is no id", "greets-me"),
        ("id: greets", "id: starts", (3, 9), "built-in", "another id"),
        ("rule: R1", "rule: 1", (4, 11), "must be text", "in quotes"),
        ("rule: R1", "rule: r1", (4, 11), "'r1' is no rule", "R3"),
        ("title: It greets", "title:", (5, 11), "`title` is empty", "Write its value"),
        ("title: It greets", "title: ' '", (5, 12), "this is empty", "sentence"),
        ("title: It greets", "titel: It greets", (5, 5), "unknown key 'titel'", "'title'"),
        ("why: Because.", "why: Because.\n    points: -1", (7, 13), "at least 0", ""),
        ("why: Because.", "why: Because.\n    points: 1.5", (7, 13), "a whole number", ""),
        ("why: Because.", "why: Because.\n    points: true", (7, 13), "a whole number", ""),
        ("why: Because.", "why: Because.\n    visibility: hiden", (7, 17), "shown, hidden or reserved", "'hidden'"),
        ("why: Because.", "why: Because.\n    deadline: 61", (7, 15), "at most 60", ""),
        ("why: Because.", "why: Because.\n    expect: {}", (7, 5), "unknown key 'expect'", "under `steps:`"),
        ("why: Because.", "why: Because.\n    python: a.py::b", (7, 13), "names no test", "test_file.py"),
        ("why: Because.", "why: Because.\n    python: ../test_a.py::test_b", (7, 13), "names no test", "same suite"),
        ("format: 1", "format: 2", (1, 9), "format 2", "Update kata"),
        ("format: 1", "format: '1'", (1, 9), "`format` must be a whole number", "Remove the quotes"),
        ("format: 1\n", "", (1, 1), "`format` is missing", "format:"),
        ("format: 1\n", "format: 1\nformat: 1\n", (2, 1), "given twice", "one of the two"),
    ],
)
def test_a_slip_in_a_check_is_one_mistake(old, new, place, message, fix, tmp_path):  # noqa: PLR0917
    text = CHECK.replace(old, new) + "      - request: GET /\n"

    (found,) = mistakes_of(text, tmp_path)

    assert (found.line, found.column) == place
    assert message in found.message
    assert fix in found.fix


def test_a_newer_format_is_the_only_thing_said(tmp_path):
    (found,) = mistakes_of("format: 7\nsuites: []\n", tmp_path)

    assert "this kata knows up to 1" in found.message


def test_all_mistakes_come_at_once_in_the_order_of_the_file(tmp_path):
    text = CHECK + "      - request: get /\n      - kill: 1\n      - request: GET /${x}\n" + "chekcs: 1\n"

    assert [mistake.line for mistake in mistakes_of(text, tmp_path)] == [8, 9, 10, 11]


def test_a_suite_is_of_a_size_that_can_be_run(tmp_path):
    checks = "".join(f"  - {{id: c{at}, rule: R1, title: t, why: w, steps: [{{kill: true}}]}}\n" for at in range(201))

    (found,) = mistakes_of(f"format: 1\nchecks:\n{checks}", tmp_path)

    assert "`checks` holds 201 entries, and at most 200 are read" in found.message


def test_a_check_needs_steps_or_python(tmp_path):
    (found,) = mistakes_of(CHECK.replace("    steps:\n", ""), tmp_path)

    assert "either `steps` or `python`" in found.message


def test_a_suite_becomes_checks(tmp_path):
    (tmp_path / "checks.yaml").write_text(CHECK.replace("R1", "R1\n    points: 3") + "      - request: GET /\n")

    (check,) = read_checks(tmp_path / "checks.yaml")

    assert (check.id, check.points, check.line, check.steps) == ("greets", 3, 3, ({"request": "GET /"},))


def test_mistakes_are_raised_together(tmp_path):
    (tmp_path / "checks.yaml").write_text(CHECK + "      - x: 1\n      - y: 1\n")

    with pytest.raises(PackError) as error:
        read_checks(tmp_path / "checks.yaml")
    assert [mistake.line for mistake in error.value.mistakes] == [8, 9]
