import json

import pytest

from runner.errors import PackError
from runner.exchanges.load import load_checks
from runner.model import Sharing, Visibility

SUITE = """
format: 1
checks:
  - id: a
    rule: R1
    title: One
    why: Because.
    points: 2
    visibility: hidden
    server: fresh
    env: {A: b}
    hints: [Look.]
    steps:
      - request: GET /
        expect: {status: 200, json: {a: [1.5, null, é]}}
  - id: b
    rule: R2
    title: Two
    why: Because.
    depends_on: [a]
    deadline: 2
    steps: [{kill: true}]
"""


@pytest.fixture
def suite(tmp_path):
    path = tmp_path / "checks.yaml"
    path.write_text(SUITE, encoding="utf-8")
    return path


def kept_file(cache):
    """Return the only file of a cache."""
    (found,) = cache.iterdir()
    return found


def test_the_cache_gives_the_very_same_checks(suite, tmp_path):
    first = load_checks(suite, tmp_path / "cache")
    kept = json.loads(kept_file(tmp_path / "cache").read_text())
    kept["value"][0]["title"] = "Seen"
    kept_file(tmp_path / "cache").write_text(json.dumps(kept))

    second = load_checks(suite, tmp_path / "cache")

    assert (second[0].title, second[1]) == ("Seen", first[1])
    assert first == load_checks(suite)
    assert (second[0].visibility, second[0].server, second[0].steps) == (
        Visibility.HIDDEN,
        Sharing.FRESH,
        first[0].steps,
    )


def test_a_changed_suite_is_read_anew(suite, tmp_path):
    load_checks(suite, tmp_path / "cache")
    suite.write_text(SUITE.replace("points: 2", "points: 3"), encoding="utf-8")

    assert load_checks(suite, tmp_path / "cache")[0].points == 3
    assert kept_file(tmp_path / "cache")


@pytest.mark.parametrize("value", [None, [], 3, [3], [{}], [{"id": "a"}], {"a": 1}])
def test_a_corrupt_cache_is_built_anew(suite, tmp_path, value):
    checks = load_checks(suite, tmp_path / "cache")
    file = kept_file(tmp_path / "cache")
    file.write_text(json.dumps({**json.loads(file.read_text()), "value": value}))

    assert load_checks(suite, tmp_path / "cache") == checks
    assert json.loads(file.read_text())["value"][0]["id"] == "a"


def test_two_suites_share_a_cache_folder(suite, tmp_path):
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "checks.yaml"
    other.write_text(SUITE.replace("One", "Uno"), encoding="utf-8")
    load_checks(suite, tmp_path / "cache")
    load_checks(other, tmp_path / "cache")

    assert [load_checks(path, tmp_path / "cache")[0].title for path in (suite, other)] == ["One", "Uno"]


def test_a_cache_that_cannot_be_written_is_no_error(suite):
    assert len(load_checks(suite, suite / "impossible")) == 2


def test_a_broken_suite_is_never_kept(suite, tmp_path):
    suite.write_text("format: 1\nchecks: []\n")

    with pytest.raises(PackError):
        load_checks(suite, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_missing_suite_is_a_mistake_of_the_pack(tmp_path):
    with pytest.raises(PackError) as error:
        load_checks(tmp_path / "checks.yaml", tmp_path / "cache")
    assert error.value.mistakes[0].message == "the file is missing"
