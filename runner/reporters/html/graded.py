"""Several runs on one page: a table of sums, those first that need a human, then what went wrong in each."""

from __future__ import annotations

from collections.abc import Sequence

from runner.evidence import Report
from runner.reporters.html.elements import element, text
from runner.reporters.html.page import WORDS, check_item, document, launch_finding, render
from runner.reporters.html.several import TOLD
from runner.reporters.marks import headline, isolation_line, marks_of, needs_a_human
from runner.words import say


def render_graded(reports: Sequence[Report]) -> str:
    """Return the page of one run, or one page for all of them."""
    if len(reports) == 1:
        return render(reports[0])
    ordered = sorted(reports, key=lambda report: (not needs_a_human(report), report.submission, report.kata))
    head = (
        element("p", text(isolation_line(reports)), class_="quiet")
        + element("h1", text(say("reports.graded")))
        + element("p", text(headline(reports)), class_="verdict")
    )
    skip = element("a", text(say("reports.skip")), href="#runs", class_="skip")
    sections = "".join(_section(at, report) for at, report in enumerate(ordered))
    return document(
        say("reports.graded"), skip + element("header", head) + element("main", _table(ordered) + sections, id="runs")
    )


def _table(reports: Sequence[Report]) -> str:
    names = map(
        say,
        ("reports.column.submission", "reports.column.kata", "reports.column.points", "reports.column.verdict"),
    )
    head = element("tr", "".join(element("th", name, scope="col") for name in names))
    rows = "".join(_row(at, report) for at, report in enumerate(reports))
    return element("table", element("thead", head) + element("tbody", rows))


def _row(at: int, report: Report) -> str:
    marks = marks_of([report])
    link = element("a", text(report.submission or report.kata), href=f"#run-{at}")
    cells = (
        text(report.kata),
        say("reports.points-of", points=marks.points, possible=marks.possible),
        text(_verdict(report)),
    )
    return element("tr", element("th", link, scope="row") + "".join(element("td", cell) for cell in cells))


def _verdict(report: Report) -> str:
    if report.refused:
        return say("reports.no-mark")
    return say("reports.never-ready.plain") if report.launch else WORDS[marks_of([report]).status][1]


def _section(at: int, report: Report) -> str:
    heading = " / ".join(part for part in (report.submission, report.title or report.kata) if part)
    parts = [element("h2", text(heading)), element("p", text(headline([report])))]
    if needs_a_human(report) and not report.refused:
        parts.append(element("p", text(f"{say('reports.ours.run')} {report.trouble}"), class_="errored"))
    if report.launch:
        parts.append(launch_finding(report.launch))
    told = [outcome for outcome in report.outcomes if outcome.status in TOLD]
    parts.append(element("ol", "".join(check_item(outcome, f"{at}-") for outcome in told), class_="checks"))
    return element("section", "".join(parts), id=f"run-{at}")
