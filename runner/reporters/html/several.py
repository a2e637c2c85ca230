"""What goes wrong in several programs, on one page: for the author of a kata, who sees what learners will see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from runner.evidence import Report
from runner.model import Status
from runner.reporters.html.elements import element, text
from runner.reporters.html.page import check_item, document, launch_finding
from runner.words import say

TOLD = (Status.FAILED, Status.ERRORED)


@dataclass(frozen=True, slots=True)
class Section:
    """One program: what it is, what there is to say of it, and what its run showed."""

    heading: str
    remark: str
    report: Report


def render_several(title: str, sections: Sequence[Section]) -> str:
    """Return one page with the failing checks of every program."""
    links = "".join(
        element("li", element("a", text(section.heading), href=f"#program-{at}")) for at, section in enumerate(sections)
    )
    header = element("h1", text(title)) + element("nav", element("ul", links), aria_label=say("html.programs"))
    body = "".join(_section(at, section) for at, section in enumerate(sections))
    skip = element("a", say("html.skip-to-programs"), href="#programs", class_="skip")
    return document(title, skip + element("header", header) + element("main", body, id="programs"))


def _section(at: int, section: Section) -> str:
    report = section.report
    parts = [element("h2", text(section.heading))]
    if section.remark:
        parts.append(element("p", text(section.remark), class_="quiet"))
    if report.trouble:
        parts.append(element("p", text(say("html.suite-broke", trouble=report.trouble)), class_="errored"))
    if report.launch:
        parts.append(launch_finding(report.launch))
    told = [outcome for outcome in report.outcomes if outcome.status in TOLD]
    parts.append(element("ol", "".join(check_item(outcome, f"{at}-") for outcome in told), class_="checks"))
    return element("section", "".join(parts), id=f"program-{at}")
