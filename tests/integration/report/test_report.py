"""`kata report`: a stored report becomes any other format; what is wrong with a file is said in one line."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from runner.app.reporting import read_reports
from runner.errors import UsageError
from runner.wire import report_to_json
from tests.unit.reporters.graded import ALICE, BOB, CLASS

FORMATS = ["text", "json", "junit", "classroom", "classroom50", "github", "markdown", "gradescope", "csv", "html"]


@pytest.fixture
def kata(tmp_path):
    def run(*words, stdin=b"", **env):
        command = [sys.executable, "-m", "runner", *map(str, words)]
        around = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", **env}
        return subprocess.run(
            command, cwd=tmp_path, env=around, input=stdin, capture_output=True, check=False, timeout=60
        )

    return run


@pytest.fixture
def stored(tmp_path):
    (tmp_path / "one.json").write_text(report_to_json(ALICE) + "\n")
    (tmp_path / "class.jsonl").write_text("".join(report_to_json(one) + "\n" for one in CLASS))
    return tmp_path


def test_a_report_is_shown_as_text(kata, stored):
    result = kata("report", "one.json")
    assert result.returncode == 0
    assert result.stdout.startswith(b"isolation: full\n")
    assert "An order with no items is refused" in result.stdout.decode()


def test_every_format_is_written_at_once(kata, stored):
    result = kata("report", "class.jsonl", *(word for form in FORMATS for word in ("--output", f"{form}=out/{form}")))
    assert result.returncode == 0, result.stderr
    assert result.stdout == b""
    assert sorted(path.name for path in (stored / "out").iterdir()) == sorted(FORMATS)
    assert (stored / "out/csv").read_text().count("\n") == 7


def test_a_list_and_one_report_a_line_are_read_alike(kata, stored):
    listed = json.dumps([json.loads(report_to_json(one)) for one in CLASS], indent=2).encode()
    assert (
        kata("report", "-", "--format", "csv", stdin=listed).stdout
        == kata("report", "class.jsonl", "--format", "csv").stdout
    )


def test_what_hidden_checks_sent_is_for_who_asks_for_it(kata, stored):
    shown = {form: kata("report", "one.json", "--format", form).stdout for form in ("json", "text", "html", "markdown")}
    asked = {form: kata("report", "one.json", "--format", form, "--with-hidden").stdout for form in shown}
    assert json.loads(shown["json"])["outcomes"][2]["failure"] is None
    assert json.loads(asked["json"])["outcomes"][2]["failure"]["expected"] == "422 Unprocessable Content"
    assert json.loads(asked["json"])["outcomes"][2]["visibility"] == "hidden"
    for form in ("html", "markdown"):
        assert asked[form].count(b"POST /orders") > shown[form].count(b"POST /orders")
        assert b"A hidden one (hidden)" in asked[form] or b"A hidden one &#40;hidden" in asked[form]


BROKEN = {
    "nothing": (b"\n \n", "there is no report in it"),
    "no json": (b"hello", "bad:1"),
    "a torn line": (report_to_json(BOB).encode() + b"\n" + report_to_json(BOB).encode()[:99], "bad:2"),
    "a number": (b"7", "no JSON object"),
    "another schema": (b'{"schema": "ctrf/v1"}', "not a report of kata"),
    "a newer schema": (report_to_json(BOB).replace("result/v1", "result/v2").encode(), "Update kata"),
    "a wrong type": (
        report_to_json(BOB).replace('"seed":4242', '"seed":"x"').encode(),
        "seed should be a whole number",
    ),
    "points that nobody earned": (
        report_to_json(BOB).replace('"points":2,"possible":', '"points":99,"possible":').encode(),
        "it says 99 of 2 points (passed), and its checks add up to 2 of 2 (passed)",
    ),
    "a pass with no check": (
        report_to_json(replace(BOB, outcomes=())).encode(),
        "add up to 0 of 0 (errored)",
    ),
    "bytes": (b"\xff\xfe\x00", "bad:1"),
    "deep": (b"[" * 100_000, "bad"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_report_is_said_to_be_none(name):
    content, words = BROKEN[name]
    with pytest.raises(UsageError) as raised:
        read_reports(content, "bad")
    assert words in f"{raised.value.where} {raised.value.what} {raised.value.fix}"


def test_nothing_is_written_of_a_torn_file(kata, stored):
    (stored / "torn.jsonl").write_bytes((stored / "class.jsonl").read_bytes()[:-20])
    result = kata("report", "torn.jsonl", "--output", "json=out.json")
    assert result.returncode == 2
    assert b"torn.jsonl:6" in result.stderr
    assert not (stored / "out.json").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "junitt"], "Did you mean"),
        (["--format", "tap"], "choose one of: text, json"),
        (["--output", "junit"], "--output FORMAT=FILE"),
        (["--output", "junit="], "--output FORMAT=FILE"),
        (["--output", "csv=x", "--output", "json=x"], "two formats"),
        (["--output", "csv=."], "plain file"),
        (["nowhere.json"], "nowhere.json"),
    ],
)
def test_a_wrong_word_is_told_with_the_right_one(words, said, kata, stored):
    result = kata("report", *([] if words[0] == "nowhere.json" else ["one.json"]), *words)
    assert result.returncode == 2
    assert said.lower() in result.stderr.decode().lower()


def test_a_link_in_the_place_of_a_report_is_not_followed(kata, stored):
    (stored / "mine").write_text("precious")
    (stored / "report.xml").symlink_to(stored / "mine")
    result = kata("report", "one.json", "--output", "junit=report.xml", "--output", "csv=marks.csv")
    assert result.returncode == 2
    assert b"this is a link" in result.stderr
    assert (stored / "mine").read_text() == "precious"
    assert sorted(path.name for path in stored.iterdir()) == ["class.jsonl", "mine", "one.json", "report.xml"]


def test_a_report_that_was_there_is_replaced_whole(kata, stored):
    (stored / "marks.csv").write_text("old\n" * 1000)
    assert kata("report", "class.jsonl", "--output", "csv=marks.csv").returncode == 0
    assert (stored / "marks.csv").read_text().startswith("student,kata,score")
    assert "old\n" not in (stored / "marks.csv").read_text()
