"""Places in a report are those that the learner knows."""

from dataclasses import replace
from pathlib import Path

from runner.grading.places import as_handed_in
from runner.reporters.registry import REPORTERS
from runner.wire import report_from_json, report_to_json
from tests.unit.reporters.samples import FOLDER, SAMPLES

CELL = Path("/kata/validate-order")


def moved(report, folder):
    """Return a report as a run in another folder makes it."""
    text = report_to_json(report).replace(f"{FOLDER}/", f"{folder}/")
    return replace(report_from_json(text), folder=FOLDER)


def test_no_report_names_where_the_copy_lay():
    for report in SAMPLES.values():
        for folder in (CELL, Path("/tmp/kata-staged-1/validate-order")):
            known = as_handed_in(moved(report, folder), (Path("/tmp/kata-staged-1/validate-order"), CELL))
            assert str(folder) not in report_to_json(known)


def test_an_annotation_finds_the_learners_file_all_the_same():
    known = as_handed_in(moved(SAMPLES["internal_error"], CELL), (CELL,))
    [line] = [
        line
        for line in REPORTERS["github"]([known], {"GITHUB_WORKSPACE": "/home/learner"}).splitlines()
        if line.startswith("::error")
    ]
    assert line.startswith("::error file=my-katas/validate-order/app.py,line=12,")
