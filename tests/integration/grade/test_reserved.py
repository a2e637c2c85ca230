"""Reserved checks run at grading alone, and a learner is told so."""

import json

import pytest

RESERVED = """
  - id: a-long-path
    rule: R3
    title: A long path is not found
    visibility: reserved
    why: 404 says clearly that there is nothing here.
    steps:
      - request: GET /${word}/${word:b}
        expect: {status: 404}
"""


@pytest.fixture
def work(pack, kata, right):
    """Return a solved workspace of a pack with one reserved check."""
    suite = pack / "katas/hello/suite/checks.yaml"
    suite.write_text(suite.read_text() + RESERVED)
    assert kata("init", "work", "--track", "python", cwd=pack).returncode == 0
    assert kata("next", cwd=pack / "work").returncode == 0
    (pack / "work/hello/app.py").write_text(right)
    return pack / "work"


def test_a_learner_passes_what_is_there_and_hears_of_the_rest(work, kata):
    result = kata("test", cwd=work)

    assert result.returncode == 0, result.stdout
    assert "all 5 checks here pass" in result.stdout
    assert "1 more check runs at grading" in result.stdout
    assert "long path" not in kata("test", "-v", cwd=work).stdout


def test_the_report_of_a_learner_names_no_reserved_check(work, kata):
    report = json.loads(kata("test", "--json", cwd=work).stdout)

    assert report["reserved"] == 1
    assert len(report["outcomes"]) == 5
    assert report["verdict"]["possible"] == 9
    assert "a-long-path" not in json.dumps(report)


def test_a_learner_cannot_ask_for_a_reserved_check(work, kata):
    result = kata("test", "--only", "a-long-path", cwd=work)

    assert result.returncode == 2
    assert "hello has no check 'a-long-path'" in result.stderr
    assert "a-long-path" not in result.stderr.partition("next:")[2]


def test_the_author_proves_reserved_checks_too(work, kata):
    result = kata("verify", "hello", "--no-cache", cwd=work.parent)

    assert "a-long-path" in result.stderr  # two wrong solutions break it and do not say so
    assert result.returncode == 4
