"""Every format: what it looks like, and what must hold in all of them."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runner.reporters.registry import REPORTERS
from runner.withholding import withheld
from tests.unit.reporters.graded import ALICE, BOB, CLASS, MALLORY
from tests.unit.reporters.samples import FAILED, FOLDER, HOSTILE, SAMPLES, failed, report

ENDINGS = {"json": "jsonl", "junit": "xml", "gradescope": "json", "classroom50": "json", "csv": "csv", "html": "html"}
AROUND = {"GITHUB_WORKSPACE": "/home/learner", "CLASSROOM": "be101", "OWNER": "alice"}
OWN = re.compile(r"::(error|warning|notice) [^:]*::")


def rendered(form, *reports):
    return REPORTERS[form]([withheld(one) for one in reports], AROUND)


def commands(text):
    """Return the lines that a CI runner obeys: `::` after any blanks, `##[` anywhere."""
    return [line for line in text.split("\n") if line.lstrip().startswith("::") or "##[" in line]


@pytest.mark.parametrize("form", REPORTERS)
def test_a_class_looks_as_it_was_recorded(form, golden):
    golden(f"class.{form}.{ENDINGS.get(form, 'txt')}", rendered(form, *CLASS))


@pytest.mark.parametrize("form", ["text", "markdown", "github", "junit", "csv", "classroom50"])
def test_one_submission_looks_as_it_was_recorded(form, golden):
    golden(f"one.{form}.{ENDINGS.get(form, 'txt')}", rendered(form, ALICE))


@pytest.mark.parametrize("form", REPORTERS)
@pytest.mark.parametrize("name", SAMPLES)
def test_no_line_is_a_command_but_our_own(form, name):
    shown = rendered(form, SAMPLES[name]) + "\n" + rendered(form, MALLORY, SAMPLES[name])
    assert [line for line in commands(shown) if not (form == "github" and OWN.match(line))] == []


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=st.one_of(st.sampled_from(":#[]\n\r\t e\u00a0\u2028\x85%,=\x1b"), st.characters())))
def test_no_text_makes_a_line_a_command(text):
    outcome = failed(summary=text, where=text, expected=text, actual=text, log=text, why=text, hint=text)
    one = report(replace(outcome, title=text), title=text, kata=text, submission=text, log_tail=text, remarks=(text,))
    for form, render in REPORTERS.items():
        lines = commands(render([one, replace(one, trouble=text)], AROUND) + "\n" + render([one], AROUND))
        assert [line for line in lines if not (form == "github" and OWN.match(line))] == [], form


@pytest.mark.parametrize("form", ["text", "markdown", "github"])
def test_how_strictly_it_was_shut_in_is_the_first_line(form):
    assert "isolation: full" in rendered(form, ALICE).splitlines()[0]
    assert "isolation: full, none" in rendered(form, ALICE, replace(BOB, isolation="none")).splitlines()[0]


@pytest.mark.parametrize("form", sorted(set(REPORTERS) - {"classroom"}))
def test_how_strictly_it_was_shut_in_is_told_everywhere(form):
    assert "reduced(memory: watchdog)" in rendered(form, replace(ALICE, isolation="reduced(memory: watchdog)"))


@pytest.mark.parametrize("form", REPORTERS)
def test_a_hidden_check_tells_its_title_alone(form):
    secret = failed(summary="s3cret", where="s3cret", expected="s3cret", actual="s3cret", log="s3cret", why="s3cret")
    hidden = replace(secret, visibility="hidden", title="A hidden one", exchanges=(), server_log="s3cret")
    shown = rendered(form, report(FAILED, hidden, log_tail="s3cret"))
    assert "s3cret" not in shown + rendered(form, report(FAILED, hidden, trouble="s3cret"))
    assert form in {"classroom", "github-output", "csv", "text"} or "A hidden one" in shown


@pytest.mark.parametrize("form", sorted(set(REPORTERS) - {"json", "classroom"}))
def test_nothing_that_a_program_sent_goes_out_as_it_came(form):
    assert not set(rendered(form, MALLORY)) & set("\x1b\r\x07\u202e\x00")


def test_json_is_a_line_a_report():
    lines = rendered("json", *CLASS).splitlines()
    assert [json.loads(line)["submission"] for line in lines] == ["alice", "bob", "carol", "dora", "eric", "fay"]


def test_json_says_hashes_otherwise_and_means_the_same():
    shown = rendered("json", MALLORY)
    assert "##" not in shown
    assert json.loads(shown)["log_tail"] == HOSTILE * 2


def test_annotations_stand_on_the_line_that_broke():
    [line] = [line for line in rendered("github", SAMPLES["internal_error"]).splitlines() if line.startswith("::error")]
    assert line.startswith("::error file=my-katas/validate-order/app.py,line=12,title=")


def test_annotations_of_a_program_that_did_not_start_stand_on_its_line():
    [line] = [line for line in rendered("github", SAMPLES["launch"]).splitlines() if line.startswith("::error")]
    assert line.startswith("::error file=my-katas/validate-order/app.py,line=12,title=")


def test_without_a_place_annotations_stand_on_the_entry_file():
    [line] = [line for line in rendered("github", SAMPLES["wrong_json"]).splitlines() if line.startswith("::error")]
    assert "file=my-katas/validate-order/app.py,line=1," in line


@pytest.mark.parametrize(
    "where", ["../../etc/passwd.py:1", "/etc/x.py:3", f"{FOLDER}/../y.py:3", "notes.txt:4", "a.py:" + "9" * 5000]
)
def test_no_annotation_stands_outside_the_learners_folder(where):
    shown = rendered("github", report(failed(where=where, log=f'File "{where}", line 3')))
    assert re.findall(r"file=([^,]*),line=(\d{1,6}),", shown) == [("my-katas/validate-order/app.py", "1")]


def test_a_node_stack_is_told_by_its_first_line():
    log = f"TypeError: x\n    at save ({FOLDER}/lib/store.js:7:3)\n    at run ({FOLDER}/app.js:30:1)\n"
    assert "file=my-katas/validate-order/lib/store.js,line=7," in rendered("github", report(failed(log=log)))


def test_github_shows_no_more_than_ten():
    many = report(*(replace(FAILED, check=str(number)) for number in range(30)))
    assert sum(line.startswith("::error") for line in rendered("github", many).splitlines()) == 10
