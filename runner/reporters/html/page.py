"""The page around the checks."""

from __future__ import annotations

from runner.evidence import Failure, LaunchFinding, Outcome, Report
from runner.model import Status, Visibility
from runner.reporters.html.elements import block, element, facts, text
from runner.reporters.html.exchanges import render_exchanges
from runner.reporters.html.look import STYLE
from runner.reporters.marks import isolation_line
from runner.sanitise import ci_markup, without_colours
from runner.words import say, say_many

WORDS = {
    Status.PASSED: ("\N{CHECK MARK}", say("html.status.passed")),
    Status.FAILED: ("\N{BALLOT X}", say("html.status.failed")),
    Status.ERRORED: ("!", say("html.status.errored")),
    Status.SKIPPED: ("-", say("html.status.skipped")),
    Status.NOT_RUN: ("\N{WHITE CIRCLE}", say("html.status.not-run")),
}
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(report: Report) -> str:
    """Return the whole page."""
    title = f"{report.title or report.kata}: {_verdict(report)[1]}"
    return document(
        title,
        element("a", say("html.skip"), href="#checks", class_="skip")
        + element("header", _header(report))
        + element("main", _main(report), id="checks")
        + element("footer", _footer(report)),
    )


def document(title: str, body: str) -> str:
    """Return a page that needs nothing else, around finished HTML."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        + element("title", text(title))
        + element("style", STYLE)
    )
    page = element("html", element("head", head) + element("body", body), lang="en")
    return ci_markup("<!doctype html>\n" + page + "\n")


def _header(report: Report) -> str:
    verdict = report.verdict
    passed = sum(outcome.status is Status.PASSED for outcome in report.outcomes)
    sign, words = _verdict(report)
    look = Status.FAILED if report.launch else verdict.status
    sums = say("html.sums", passed=passed, count=len(report.outcomes), points=verdict.points, possible=verdict.possible)
    return (
        element("p", text(isolation_line([report])), class_="quiet")
        + element("h1", text(report.title or report.kata))
        + element("p", text(f"{sign} {words}: {sums}"), class_=f"verdict {look}")
        + (element("p", text(report.teaches), class_="quiet") if report.teaches else "")
    )


def _verdict(report: Report) -> tuple[str, str]:
    """Return the sign and the words of how the whole run ended."""
    return ("\N{BALLOT X}", say("html.never-ready")) if report.launch else WORDS[report.verdict.status]


def _main(report: Report) -> str:
    parts = [element("h2", say("html.checks"))]
    if report.refused:
        parts.append(element("p", text(say("html.refused", why=report.refused)), class_="errored"))
    if report.trouble:
        parts.append(element("p", say("html.trouble"), class_="errored"))
        parts.append(block(report.trouble, say("html.what-broke")))
    if report.launch:
        parts.append(launch_finding(report.launch))
    # What never began had no time that could be over.
    not_run = say("html.status.never-ready") if report.launch else ""
    items = "".join(check_item(outcome, not_run=not_run) for outcome in _failing_first(report))
    parts.append(element("ol", items, class_="checks"))
    if report.log_tail:
        tail = element("summary", say("html.log-end")) + block(without_colours(report.log_tail), say("html.log"))
        parts.append(element("details", tail))
    return "".join(parts)


def _failing_first(report: Report) -> list[Outcome]:
    # As in the terminal: what went wrong before what went well, otherwise in the suite's order.
    bad = (Status.FAILED, Status.ERRORED)
    return sorted(report.outcomes, key=lambda outcome: outcome.status not in bad)


def launch_finding(launch: LaunchFinding) -> str:
    """Return why a program never became ready."""
    where_and_fix = facts(((say("html.where"), launch.where), (say("html.fix"), launch.fix)))
    log = block(launch.log_tail, say("html.log")) if launch.log_tail else ""
    return element("p", text(launch.what), class_="failed") + where_and_fix + log


def check_item(outcome: Outcome, place: str = "", *, not_run: str = "") -> str:
    """Return one check with its evidence; `place` tells it from the same check elsewhere on the page."""
    sign, words = WORDS[outcome.status]
    if outcome.status is Status.NOT_RUN:
        words = not_run or words
    head = element("h3", element("span", text(sign), class_=str(outcome.status)) + " " + text(outcome.title))
    points = say_many("html.points", outcome.points)
    meta = ", ".join(
        part for part in (words, say("html.rule", rule=outcome.rule) if outcome.rule else "", points) if part
    )
    return element(
        "li", head + element("p", text(meta), class_="quiet") + _evidence(outcome), id=f"check-{place}{outcome.check}"
    )


def _evidence(outcome: Outcome) -> str:
    if outcome.visibility is not Visibility.SHOWN:
        return element("p", say("html.hidden"), class_="quiet")
    failure = outcome.failure
    shown = _failure(failure) if failure else ""
    if outcome.exchanges:
        inside = render_exchanges(outcome.exchanges, failure.exchange if failure else -1)
        count = say_many("html.exchanges", len(outcome.exchanges))
        is_open = {"open": "open"} if outcome.status is Status.FAILED else {}
        shown += element("details", element("summary", count) + inside, **is_open)
    return shown


def _failure(failure: Failure) -> str:
    told = facts(
        (
            (say("html.where"), failure.where),
            (say("html.expected"), failure.expected),
            (say("html.got"), failure.actual),
            (say("html.why"), failure.why),
        )
    )
    log = block(without_colours(failure.log), say("html.log-of-request")) if failure.log else ""
    return element("p", text(failure.summary)) + told + log


def _footer(report: Report) -> str:
    return facts(
        (
            (say("html.kata"), report.kata),
            (say("html.track"), report.track),
            (say("html.seed"), str(report.seed)),
            (say("html.started"), report.started),
            (say("html.at-grading"), str(report.reserved or "")),
            ("kata", report.version),
            (say("html.remarks"), "; ".join(report.remarks)),
        )
    )
