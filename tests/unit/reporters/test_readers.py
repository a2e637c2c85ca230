"""The formats as their readers read them: Classroom 50, Gradescope, JUnit, spreadsheets, Markdown."""

import csv
import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from runner.model import Status, Visibility
from runner.reporters import classroom50, gradescope, junit, markdown
from runner.reporters import csv as gradebook
from runner.reporters.registry import REPORTERS
from tests.unit.reporters.graded import ALICE, BOB, CAROL, CLASS, DORA, ERIC, FAY, MALLORY
from tests.unit.reporters.samples import FAILED, HOSTILE, PASSED, SAMPLES, report

AROUND = {
    "CLASSROOM": "be101",
    "ASSIGNMENT": "kata-03",
    "OWNER": "alice",
    "SUBMISSION_TAG": "submit/2026-11-22T09-00-00Z-abc1234",
    "COMMIT_URL": "https://example.org/commit",
    "RELEASE_URL": "https://example.org/release",
    "REVIEW_URL": "https://example.org/review",
}


@pytest.fixture(scope="session")
def classroom50_schema(root):
    schema = json.loads((root / "tests/data/classroom50-result-v1.schema.json").read_text())
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("around", [{}, AROUND], ids=["local", "classroom"])
def test_classroom50_takes_every_result(name, around, classroom50_schema):
    result = json.loads(classroom50.render([SAMPLES[name]], around))
    classroom50_schema.validate(result)
    assert result["score"] == sum(test["score"] for test in result["tests"]) <= result["max-score"]
    assert result["max-score"] == sum(test["max-score"] for test in result["tests"])


def test_classroom50_takes_a_workspace_of_several_katas(classroom50_schema):
    result = json.loads(classroom50.render(CLASS, AROUND))
    classroom50_schema.validate(result)
    assert (result["score"], result["max-score"]) == (4, 12)
    assert (result["owner"], result["submission"]) == ("alice", AROUND["SUBMISSION_TAG"])


def test_classroom50_counts_what_broke_by_our_fault_in_neither_sum():
    result = classroom50.result_of([DORA], {})
    assert (result["score"], result["max-score"]) == (1, 3)
    assert "our fault" in result["tests"][2]["message"]


def test_gradescope_sums_what_it_shows():
    results = gradescope.results_of([ALICE])
    assert results["score"] == sum(test["score"] for test in results["tests"]) == 1
    assert [test["max_score"] for test in results["tests"]] == [1, 2, 3]
    assert {test["status"] for test in results["tests"]} <= {"passed", "failed"}
    assert results["extra_data"]["isolation"] == "full"


@pytest.mark.parametrize("whole", [DORA, ERIC, FAY])
def test_gradescope_gets_no_score_where_there_is_no_mark(whole):
    assert '"score"' not in gradescope.render([whole])


def test_gradescope_gets_a_zero_for_a_program_that_never_became_ready():
    assert gradescope.results_of([CAROL])["score"] == 0


def test_gradescope_keeps_reserved_checks_until_grades_are_published():
    reserved = replace(FAILED, visibility=Visibility.RESERVED)
    shown, later = gradescope.results_of([report(PASSED, reserved)])["tests"]
    assert (shown["visibility"], later["visibility"]) == ("visible", "after_published")
    assert "422" not in later["output"]


def cases(*reports):
    return ET.fromstring(junit.render(reports)).iter("testcase")


@pytest.mark.parametrize(
    ("status", "tag"),
    [(Status.FAILED, "failure"), (Status.NOT_RUN, "failure"), (Status.ERRORED, "error"), (Status.SKIPPED, "skipped")],
)
def test_junit_says_whose_fault_it_is(status, tag):
    [case] = cases(report(replace(FAILED, status=status)))
    assert [child.tag for child in case] == [tag]


def test_junit_says_nothing_of_a_pass():
    assert [list(case) for case in cases(BOB)] == [[], []]


@pytest.mark.parametrize("whole", [ERIC, FAY, SAMPLES["trouble"], SAMPLES["no_checks"]])
def test_junit_has_an_error_where_nothing_could_be_judged(whole):
    assert [child.tag for case in cases(whole) for child in case] == ["error"]


@pytest.mark.parametrize("name", SAMPLES)
def test_junit_counts_itself(name):
    for suite in ET.fromstring(junit.render([SAMPLES[name], MALLORY])).iter("testsuite"):
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(attribute)) == len(suite.findall(f"testcase/{tag}"))
        assert int(suite.get("tests")) == len(suite.findall("testcase")) > 0


@settings(deadline=None, max_examples=50)
@given(st.text())
def test_any_text_is_xml(text):
    outcome = replace(FAILED, title=text, failure=replace(FAILED.failure, summary=text))
    ET.fromstring(junit.render([report(outcome, log_tail=text, trouble=text, submission=text)]))


def rows(*reports):
    return list(csv.DictReader(io.StringIO(gradebook.render(reports))))


def test_the_gradebook_has_a_line_a_submission():
    assert [(row["student"], row["score"], row["max"], row["status"]) for row in rows(*CLASS)] == [
        ("alice", "1", "6", "failed"),
        ("bob", "2", "2", "passed"),
        ("carol", "0", "1", "never_ready"),
        ("dora", "", "7", "errored"),
        ("eric", "", "0", "refused"),
        ("fay", "", "1", "errored"),
    ]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1", '"=1', "::error::"])
def test_no_cell_of_the_gradebook_is_a_formula(name):
    [row] = rows(replace(BOB, submission=name))
    assert row["student"][0] not in "=+-@\t\r"
    assert not row["student"].lstrip().startswith(("=", "+", "-", "@", "::"))


GFM = MarkdownIt("gfm-like", {"html": True, "linkify": True})
OURS = {"<details open>", "<details>", "</details>"}


def tokens(text):
    for token in GFM.parse(text):
        yield token
        yield from token.children or ()


def assert_tame(text):
    """Assert that a page holds no link, picture or HTML but what we fold things with, and that every fold ends."""
    folds = 0
    for token in tokens(text):
        assert token.type not in {"link_open", "image", "html_inline", "hr", "blockquote_open"}
        assert token.type != "heading_open" or token.markup == "###"
        if token.type == "html_block":
            assert token.content.strip().startswith(("<details><summary>", "<details open><summary>", "</details>"))
            assert token.content.count("<") == (1 if token.content.startswith("</") else 3)
            folds += -1 if token.content.startswith("</") else 1
    assert folds == 0
    shown = "".join(token.content for token in tokens(text) if token.type in {"text", "text_special"})
    assert not re.search(r"[@#]\w", shown)


@pytest.mark.parametrize("name", SAMPLES)
def test_markdown_is_text_blocks_and_a_table(name):
    assert_tame(REPORTERS["markdown"]([SAMPLES[name], MALLORY, replace(SAMPLES[name], trouble=HOSTILE)], {}))


NASTY = st.text(alphabet=st.sampled_from("`~<>[]()!*_#|\\&;@-=+.:/\n \tabhttpw&"), max_size=60)


@settings(deadline=None, max_examples=50)
@given(NASTY, NASTY)
def test_no_text_leaves_its_place_in_markdown(title, text):
    outcome = replace(
        FAILED, title=f"www.x.y https://x.y @me #1 {title}", failure=replace(FAILED.failure, summary=text)
    )
    one = report(outcome, title=title, submission=title, trouble=text, log_tail=text)
    assert_tame(markdown.render([one, one], lambda outcome, _: outcome.failure.summary))


def test_markdown_stays_readable_when_it_is_too_long():
    long = tuple(replace(MALLORY, submission=str(n), log_tail="x" * 5000) for n in range(200))
    shown = REPORTERS["markdown"](long, {})
    assert len(shown) <= markdown.LONGEST
    assert "too long" in shown
    assert_tame(shown)
