"""The report as JSON, and the schema that describes it."""

import json

import jsonschema
import pytest

from runner.reporters import json as json_reporter
from runner.reporters.json_schema import report_schema
from tests.unit.reporters.samples import SAMPLES


@pytest.fixture(scope="module")
def validator():
    jsonschema.Draft202012Validator.check_schema(report_schema())
    return jsonschema.Draft202012Validator(report_schema())


@pytest.mark.parametrize("name", SAMPLES)
def test_a_report_is_what_the_schema_says(name, validator):
    validator.validate(json.loads(json_reporter.render(SAMPLES[name])))


def test_the_schema_refuses_what_is_no_report(validator):
    data = json.loads(json_reporter.render(SAMPLES["wrong_status"]))
    data["outcomes"][0]["status"] = "maybe"
    assert not validator.is_valid(data)


def test_the_published_schema_is_the_one_derived_from_the_records(root, record):
    path = root / "schema" / "report.schema.json"
    text = json.dumps(report_schema(), indent=2) + "\n"
    if record:
        path.write_text(text, "utf-8", newline="\n")
    assert path.read_text("utf-8") == text, "run: python -m pytest tests/unit/reporters --record"
