import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from runner.authoring.schema_examples import EXAMPLES
from runner.authoring.schemas import schema_text, schemas
from runner.marked_yaml import parse_yaml

NAMES = sorted(schemas())
KINDS_OF_FILE = {
    "katas": "KatasFile",
    "kata": "KataFile",
    "checks": "ChecksFile",
    "wrong": "WrongFile",
    "sample": "SampleFile",
}


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_what_the_models_say(name, root, record):
    file = root / "schema" / f"{name}.schema.json"
    text = schema_text(schemas()[name])
    if record:
        file.write_text(text, encoding="utf-8")

    assert file.read_text(encoding="utf-8") == text, "stale: run the tests once with --record"


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one(name):
    Draft202012Validator.check_schema(schemas()[name])


def fields_of(part):
    """Yield every field of every object in a schema, with its name."""
    if isinstance(part, dict):
        yield from part.get("properties", {}).items()
        for inner in part.values():
            yield from fields_of(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from fields_of(inner)


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_described(name):
    fields = [(key, field) for key, field in fields_of(schemas()[name]) if isinstance(field, dict)]

    assert fields
    assert [key for key, field in fields if not field.get("description")] == []


def named_fields(schema):
    """Yield every field of the file itself and of its parts, as (part, key, field)."""
    for part, described in {"": schema, **schema.get("$defs", {})}.items():
        for key, field in described.get("properties", {}).items():
            yield part, key, field


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_examples_that_are_valid(name):
    schema = schemas()[name]
    fields = list(named_fields(schema))
    wrong = [
        (part, key, example)
        for part, key, field in fields
        for example in field.get("examples", ())
        if not Draft202012Validator({"$defs": schema.get("$defs", {}), **field}).is_valid(example)
    ]

    assert fields
    assert [(part, key) for part, key, field in fields if not field.get("examples")] == []
    assert wrong == []


def test_no_example_is_for_a_key_that_is_not_there():
    known = {(part or KINDS_OF_FILE[name], key) for name in NAMES for part, key, _ in named_fields(schemas()[name])}
    given = {(model, key) for model, examples in EXAMPLES.items() for key in examples}

    assert given - known == set()


def errors_of(name, text):
    """Return where a text breaks a schema."""
    return [error.json_path for error in Draft202012Validator(schemas()[name]).iter_errors(parse_yaml(text, "x").value)]


@pytest.mark.parametrize(
    "step", [b"{request: GET /, expect: {json: {a: {type: string, length: {min: 1}}}}}", b"{raw: a, send: x}"]
)
def test_a_good_suite_fits_its_schema(step):
    text = b"format: 1\nchecks: [{id: a, rule: R1, title: t, why: w, steps: [%s]}]" % step

    assert errors_of("checks", text) == []


@pytest.mark.parametrize("step", [b"{requst: GET /}", b"{request: GET /, expect: {json: {type: a, b: 1}}}", b"GET"])
def test_a_bad_step_breaks_it(step):
    text = b"format: 1\nchecks: [{id: a, rule: R1, title: t, why: w, steps: [%s]}]" % step

    assert errors_of("checks", text) == ["$.checks[0].steps[0]"]


KINDS = {"katas": "katas.yaml", "kata": "katas/*/kata.yaml", "checks": "katas/*/suite/checks.yaml"}


@pytest.mark.parametrize("name", KINDS)
def test_the_tiny_pack_fits_the_schemas(name, root):
    files = sorted(Path(root, "tests", "packs", "tiny").glob(KINDS[name]))

    assert files
    assert [
        (file.name, errors_of(name, file.read_bytes())) for file in files if errors_of(name, file.read_bytes())
    ] == []


SCHEMAS_OF = {
    "katas.yaml": "katas",
    "katas/*/kata.yaml": "kata",
    "katas/*/suite/checks.yaml": "checks",
    "katas/*/wrong/*/wrong.yaml": "wrong",
    "katas/*/samples/*/sample.yaml": "sample",
}


@pytest.mark.parametrize(("pattern", "name"), SCHEMAS_OF.items())
def test_every_bundled_file_names_its_schema(pattern, name, root):
    mark = "# yaml-language-server: $schema="
    first = {file: file.read_text(encoding="utf-8").partition("\n")[0] for file in root.glob(pattern)}
    schema = (root / "schema" / f"{name}.schema.json").resolve()

    assert [file for file, line in first.items() if (file.parent / line.removeprefix(mark)).resolve() != schema] == []


def test_the_editor_is_wired_to_every_schema(root):
    wired = json.loads((root / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]

    assert {(path.removeprefix("/"), file) for file, path in wired.items()} == {
        (pattern, f"./schema/{name}.schema.json") for pattern, name in SCHEMAS_OF.items()
    }


def test_a_schema_is_plain_json():
    assert json.loads(schema_text(schemas()["wrong"])) == schemas()["wrong"]
