"""JUnit XML, as Jenkins, GitLab, Artemis and others read it: a suite a report, a test case a check.

What the learner's program did wrong is a `failure`, what broke by our fault an `error`.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from runner.evidence import Outcome, Report
from runner.model import Status, Visibility
from runner.reporters.marks import NONE, counts, explained, marks_of, needs_a_human, never_ready
from runner.sanitise import ci_markup, single_line, terminal_text, without_colours
from runner.words import say

_TAGS = {
    Status.FAILED: "failure",
    Status.NOT_RUN: "failure",
    Status.ERRORED: "error",
    Status.SKIPPED: "skipped",
}


def render(reports: Sequence[Report]) -> str:
    """Return one document with a suite for each report."""
    root = ET.Element("testsuites", name="kata")
    for report in reports:
        _add_suite(root, report)
    ET.indent(root)
    return ci_markup(ET.tostring(root, encoding="utf-8", xml_declaration=True).decode() + "\n")


def _add_suite(root: ET.Element, report: Report) -> None:
    suite = ET.SubElement(root, "testsuite", name=_name_of(report), timestamp=single_line(report.started))
    properties = ET.SubElement(suite, "properties")
    for name, value in _properties(report):
        ET.SubElement(properties, "property", name=name, value=single_line(value))
    for outcome in report.outcomes:
        _add_case(suite, outcome, report)
    why = report.refused or report.trouble
    if not suite.findall(".//error") and needs_a_human(report):
        # A run that broke is one test that broke: a suite without tests would be taken for a good one.
        case = ET.SubElement(suite, "testcase", classname=_name_of(report), name=say("reports.the-run"))
        ET.SubElement(case, "error", message=say("reports.no-judgement"), type="errored").text = terminal_text(why)
    if report.launch and not report.outcomes:
        case = ET.SubElement(suite, "testcase", classname=_name_of(report), name=say("reports.ready"))
        ET.SubElement(case, "failure", type="launch").text = terminal_text(never_ready(report.launch))
    counts = {tag: len(suite.findall(f"./testcase/{tag}")) for tag in ("failure", "error", "skipped")}
    suite.set("tests", str(len(suite.findall("./testcase"))))
    suite.set("failures", str(counts["failure"]))
    suite.set("errors", str(counts["error"]))
    suite.set("skipped", str(counts["skipped"]))
    suite.set("time", f"{report.seconds:.3f}")
    if report.log_tail:
        ET.SubElement(suite, "system-out").text = terminal_text(without_colours(report.log_tail))


def _add_case(suite: ET.Element, outcome: Outcome, report: Report) -> None:
    case = ET.SubElement(
        suite,
        "testcase",
        classname=_name_of(report),
        name=single_line(outcome.title or outcome.check),
        time=f"{outcome.seconds:.3f}",
    )
    tag = _TAGS.get(outcome.status)
    if outcome.status is not Status.PASSED and (report.launch or report.refused):
        tag = "failure" if counts(outcome, report) else "error"
    if tag is None:
        return
    told = explained(outcome, report)
    first = told.partition("\n")[0]
    kind = outcome.failure.cause if outcome.failure and outcome.visibility is Visibility.SHOWN else outcome.status
    ET.SubElement(case, tag, message=first, type=str(kind)).text = told


def _name_of(report: Report) -> str:
    return single_line("/".join(part for part in (report.submission, report.kata) if part))


def _properties(report: Report) -> Sequence[tuple[str, str]]:
    marks = marks_of([report])
    return (
        ("isolation", report.isolation or NONE),
        ("points", str(marks.points)),
        ("possible", str(marks.possible)),
        ("track", report.track),
        ("seed", str(report.seed)),
        ("submission_digest", report.submission_digest),
    )
