"""Whatever an author's slip makes of a suite, the answer is its checks or a PackError, never another error."""

import copy
import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from runner.errors import PackError
from runner.exchanges.language import check_mistakes
from runner.marked_yaml import parse_yaml

SUITE = """
format: 1
checks:
  - id: first
    rule: R1
    title: The first
    points: 2
    visibility: hidden
    depends_on: [second]
    why: Because.
    hints: [Look.]
    env: {A: b}
    steps:
      - set: {a: 1}
      - request: GET /a?x=${word:b}
        headers: {X-A: b, X-B: [a, b], Host: null}
        cookies: {a: b}
        expect:
          status: [200, 2xx]
          headers: {Content-Type: {matches: "^text/"}}
          json: {a: {type: [string, "null"]}, b: [1, {min: "${a}"}], c: {one_of: [1, 2]}}
          cookies: {a: {value: {length: {min: 3}}, http_only: true}}
          elapsed: {under: {times: 5, of: "${a}"}}
          lacks: [Traceback]
          one_of: [{status: 413}, {closed: true}]
        capture: {b: $.id, c: {json: "$[*].x", length: true}}
      - raw: one
        send: "x"
        segments: bytes
        expect: {lines: [{contains: a}], response: {status: 200}, silent_for: 0.2}
      - together: {clients: 20, request: "POST /${i}", json: {a: 1}}
        expect: {counts: [{of: {status: 201}, exactly: 1}], distinct: $.id}
        capture: {all: $.id}
      - repeat: {over: [1, 2], as: n, steps: [{set: {d: "${n}"}}, {wait_until: {within: 1, steps: [{kill: true}]}}]}
      - second: {name: two, env: {B: null}}
      - request: "GET /${b.c[0] + 1}"
        to: two
      - sql: {query: select 1, expect: [[1]], capture: {e: {value: true}}}
  - id: second
    rule: R2
    title: The second
    why: Because.
    python: test_a.py::test_b
"""
DATA = parse_yaml(SUITE.encode(), "checks.yaml").value


def paths(value, path=()):
    """Yield the path of everything in a value."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in inner:
        yield from paths(part, (*path, step))


PATHS = [path for path in paths(DATA) if path]
TEXTS = st.sampled_from(
    ["", "${", "${a", "${}", "${x:${y}}", "$${", "GET", "request", "$.", "(", "R1", "second", "\0", "é"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS | st.sampled_from(["type", "steps"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def mistakes_of(source):
    """Return how many mistakes a suite has."""
    try:
        return len(check_mistakes(parse_yaml(source, "checks.yaml"), Path("nowhere")))
    except PackError as error:
        return len(error.mistakes)


def test_only_the_missing_python_file_is_wrong_with_the_sample():
    assert mistakes_of(SUITE.encode()) == 1


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from(PATHS), value=VALUES)
def test_a_wrong_value_anywhere_gives_mistakes_or_checks(path, value):
    data = copy.deepcopy(DATA)
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    assert mistakes_of(json.dumps(data).encode()) >= 0


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, len(SUITE) - 1), length=st.integers(0, 6), text=st.text(max_size=3))
def test_a_slip_of_the_keyboard_gives_mistakes_or_checks(at, length, text):
    source = SUITE[:at] + text + SUITE[at + length :]

    assert mistakes_of(source.encode("utf-8", "replace")) >= 0


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_give_mistakes_or_checks(source):
    assert mistakes_of(source) > 0
