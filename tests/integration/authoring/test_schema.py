"""`kata schema` as typed."""

import json

from runner.authoring.schemas import schemas


def test_a_schema_is_printed(tmp_path, kata):
    assert json.loads(kata("schema", "checks.yaml", cwd=tmp_path).stdout) == schemas()["checks"]


def test_all_are_listed_and_written(tmp_path, kata):
    listed = kata("schema", cwd=tmp_path).stdout.splitlines()
    kata("schema", "--output", "schema", cwd=tmp_path)

    assert [line.split()[0] for line in listed] == list(schemas())
    assert {file.name for file in (tmp_path / "schema").iterdir()} == {f"{name}.schema.json" for name in schemas()}


def test_an_unknown_one_is_guessed(tmp_path, kata):
    result = kata("schema", "check", cwd=tmp_path)

    assert (result.returncode, result.stdout) == (2, "")
    assert "Did you mean 'checks'?" in result.stderr
