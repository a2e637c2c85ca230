"""Records to and from JSON."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runner import wire
from runner.errors import UsageError
from runner.evidence import SCHEMA, Exchange, Outcome, Report, Verdict
from runner.model import Job, Kata, Rule, Status, Submission, Visibility
from tests.unit.reporters.samples import SAMPLES, report

for number in (int, float):
    st.register_type_strategy(number, st.integers(-(2**53), 2**53) if number is int else st.floats(-1e9, 1e9))

EVERY_BYTE = bytes(range(256))


@given(st.builds(Report))
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
def test_any_report_comes_back_as_it_was(whole):
    assert wire.report_from_json(wire.report_to_json(replace(whole, schema=SCHEMA))) == replace(whole, schema=SCHEMA)


@given(st.builds(Exchange))
def test_any_exchange_comes_back_as_it_was(exchange):
    assert wire.exchange_from_data(json.loads(json.dumps(wire.exchange_to_data(exchange)))) == exchange


@given(st.binary())
def test_any_bytes_come_back_as_they_were(content):
    assert wire.bytes_from_data(json.loads(json.dumps(wire.bytes_to_data(content)))) == content


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_comes_back_as_it_was(name):
    assert wire.report_from_json(wire.report_to_json(SAMPLES[name])) == SAMPLES[name]


def test_a_job_comes_back_as_it_was():
    kata = Kata("k", "K", "s", "t", ("a",), (Rule("R1", "é"),), ("h",), Path("/k"), Path("/s"), env=(("A", "b"),))
    job = Job(kata, Submission("k", Path("/w/k"), ("./run", "a b")), 7, ("one",))
    assert wire.job_from_json(wire.job_to_json(job)) == job


@pytest.mark.parametrize(
    ("content", "data"),
    [
        (b"", ""),
        (b'{"a": 1}\r\n', '{"a": 1}\r\n'),
        ("Héllo 🎉".encode(), "Héllo 🎉"),
        (b"\xff", {"base64": "/w=="}),
        (b"\x1b[31m", {"base64": "G1szMW0="}),
        ("\u202e".encode(), {"base64": "4oCu"}),
    ],
)
def test_bytes_are_text_where_that_hides_nothing(content, data):
    assert wire.bytes_to_data(content) == data


def test_the_output_is_ascii_on_one_line():
    text = wire.report_to_json(SAMPLES["hostile"])
    assert text.isascii()
    assert len(text.splitlines()) == 1


def test_a_lone_surrogate_survives():
    odd = report(remarks=("\udcff",))
    assert wire.report_from_json(wire.report_to_json(odd)) == odd


def test_fields_of_a_newer_release_are_ignored():
    data = {**wire.to_data(SAMPLES["wrong_status"]), "something_new": {"deep": [1]}}
    assert wire.report_from_json(json.dumps(data)) == SAMPLES["wrong_status"]


def test_fields_that_an_older_release_did_not_know_get_their_defaults():
    data = wire.to_data(SAMPLES["passed"])
    del data["teaches"]
    assert wire.report_from_json(json.dumps(data)).teaches == ""


@pytest.mark.parametrize(
    ("text", "what", "fix"),
    [
        ("", "not JSON", "kata test --json"),
        ("[" * 100_000, "not JSON", "kata test --json"),
        ('{"schema": NaN}', "not JSON: NaN", "kata test --json"),
        ("[]", "no JSON object", "kata test --json"),
        ("{}", "its schema is None", "kata test --json"),
        ('{"schema": "somebody/else/v1"}', "its schema is 'somebody/else/v1'", "kata test --json"),
        ('{"schema": "kata/result/v2"}', "schema 'kata/result/v2'; this kata reads 'kata/result/v1'", "Update kata"),
        ('{"schema": "kata/result/v99999999999999999999"}', "this kata reads", "Update kata"),
        ('{"schema": "kata/result/v0"}', "this kata reads", "Run the tests again"),
        ('{"schema": "kata/result/v1"}', "kata, title, track, outcomes, verdict, seed is missing", "Run the tests"),
    ],
)
def test_what_is_no_report_of_ours_is_refused_with_a_reason(text, what, fix):
    with pytest.raises(UsageError) as caught:
        wire.report_from_json(text)
    assert what in caught.value.what
    assert fix in caught.value.fix


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (("seed",), "7", "seed should be a whole number, not '7'"),
        (("seed",), True, "seed should be a whole number, not True"),
        (("seconds",), "1e999", "seconds should be a number"),
        (("outcomes",), {}, "outcomes should be a list, not {}"),
        (("outcomes", 0, "status"), "maybe", "outcomes[0].status should be one of passed, failed"),
        (("outcomes", 0, "status"), ["passed"], "outcomes[0].status should be text"),
        (("outcomes", 0, "exchanges", 0), 1, "outcomes[0].exchanges[0] should be an object"),
        (("outcomes", 0, "exchanges", 0, "request", "headers"), [["a"]], "headers[0] should be a list of 2"),
        (("outcomes", 0, "exchanges", 0, "request", "body"), {"base64": "?"}, "body should be base64"),
        (("outcomes", 0, "exchanges", 0, "request", "body"), None, "body should be text or"),
        (("outcomes", 0, "exchanges", 0, "request", "body"), "\ud800", "body should be text that is valid Unicode"),
        (("verdict",), None, "verdict should be an object"),
        (("verdict",), {"status": "passed"}, "verdict: points, possible is missing"),
    ],
)
def test_a_damaged_report_says_where(path, value, problem):
    data = json.loads(wire.report_to_json(report(SAMPLES["wrong_status"].outcomes[1])))
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(UsageError) as caught:
        wire.report_from_json(json.dumps(data).replace('"1e999"', "1e999"))
    assert problem in caught.value.what


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_other_data_is_refused_and_nothing_else_happens(data):
    with pytest.raises(wire.WireError):
        wire.outcome_from_data(data)


def test_an_outcome_needs_no_optional_part():
    least = {"check": "a", "title": "A", "rule": "R1", "points": 1, "visibility": "shown", "status": "passed"}
    assert wire.outcome_from_data(least) == Outcome("a", "A", "R1", 1, Visibility.SHOWN, Status.PASSED)


def test_infinity_is_never_written():
    with pytest.raises(ValueError, match="JSON"):
        wire.report_to_json(report(seconds=float("inf"), verdict=Verdict(Status.PASSED, 0, 0)))


def test_the_hot_path_loads_nothing_heavy():
    source = Path(wire.__file__).read_text("utf-8")
    imported = {line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= set(sys.stdlib_module_names) | {"runner", "__future__"}
