"""A whole run: the first failing check as a card, the others as a count, and the sum."""

from __future__ import annotations

from runner.evidence import Outcome, Report
from runner.model import Status, Visibility
from runner.reporters.terminal.card import (
    MOST_LINES,
    render_card,
    render_check_line,
    render_launch,
    render_next,
    render_once_more,
)
from runner.reporters.terminal.style import Style
from runner.sanitise import columns
from runner.words import say, say_many

TOLD = (Status.FAILED, Status.ERRORED, Status.SKIPPED, Status.NOT_RUN)
MOST_REMARKS = 3


def render(report: Report, style: Style) -> str:
    """Return what a person sees of a run."""
    lines = _body(report, style)
    remarks = report.remarks if style.verbose else report.remarks[:MOST_REMARKS]
    for remark in remarks:
        lines += style.wrap(style.clean(remark), say("terminal.label.remark"), style.lines(2))
    return "\n".join(lines)


def render_outcome(outcome: Outcome, style: Style) -> str:
    """Return one line for a check that has just ended, for those who watch."""
    return render_check_line(outcome, style)


def render_pass(report: Report, style: Style) -> list[str]:
    """Return the lines that celebrate a pass: the sum, what was learned, what comes next."""
    verdict = report.verdict
    text = say_many(
        "terminal.passed-here" if report.reserved else "terminal.passed",
        len(report.outcomes),
        title=style.prose(report.title or report.kata),
        points=say("terminal.points-of", points=verdict.points, possible=verdict.possible),
    )
    told = style.wrap(text, "  ", style.lines(2))
    lines = [f"{style.glyph(Status.PASSED)} {style.paint(told[0][2:], 'green')}"]
    lines += [style.paint(line, "green") for line in told[1:]]
    if report.reserved:
        lines += style.wrap(f"{_at_grading(report)}.", "  ", style.lines(1))
    if report.teaches:
        lines += style.wrap(style.prose(report.teaches), say("terminal.label.learned"), style.lines(3))
    onward = say("terminal.next.passed.keys") if style.keys else say("terminal.next.passed")
    return [*lines, *style.wrap(onward, say("terminal.label.next"), style.lines(1))]


def render_summary(report: Report, style: Style) -> str:
    """Return the sum of a run, on one line of eighty columns."""
    passed = sum(outcome.status is Status.PASSED for outcome in report.outcomes)
    parts = (
        style.clean(report.kata),
        say("terminal.checks-pass", passed=passed, count=len(report.outcomes)),
        say("terminal.points-of", points=report.verdict.points, possible=report.verdict.possible),
        say("terminal.seed", seed=report.seed),
        *([_at_grading(report)] if report.reserved else []),
    )
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]} {style.dot} {part}" if lines[-1] else part
        lines = [*lines[:-1], longer] if columns(longer) <= style.room else [*lines, part]
    return "\n".join(style.paint(style.cut(line, style.room), "dim") for line in lines)


def _at_grading(report: Report) -> str:
    return say_many("terminal.at-grading", report.reserved)


def _body(report: Report, style: Style) -> list[str]:
    if report.refused:
        return _refused(report, style)
    if report.trouble:
        return _trouble(report, style)
    if report.launch is not None:
        return render_launch(report.launch, report, style)
    if report.verdict.status is Status.PASSED and report.outcomes:
        checks = [render_check_line(outcome, style) for outcome in report.outcomes] if style.verbose else []
        return [*checks, *render_pass(report, style)]
    if style.verbose:
        return [*_every_check(report, style), render_next(style, ""), render_summary(report, style)]
    return [*_first_failure(report, style), render_summary(report, style)]


def _refused(report: Report, style: Style) -> list[str]:
    return [
        f"{style.glyph(Status.NOT_RUN)} " + style.paint(say("terminal.refused"), "bold"),
        *style.wrap(style.clean(report.refused), "  ", 20 if style.verbose else 6),
    ]


def _trouble(report: Report, style: Style) -> list[str]:
    most = 20 if style.verbose else 6
    told = [line for each in report.trouble.splitlines() for line in style.wrap(style.clean(each), "  ", most)]
    return [
        f"{style.glyph(Status.ERRORED)} " + style.paint(say("terminal.trouble"), "bold"),
        *style.wrap(say("terminal.trouble.more"), "  ", 2),
        *(told if len(told) <= most else [*told[: most - 1], style.own("  …")]),
        *render_once_more(style),
    ]


def _first_failure(report: Report, style: Style) -> list[str]:
    first = first_told(report)
    if first is None:
        return [say("terminal.no-check")]
    others = _others(report, first, style)
    most = style.lines(MOST_LINES) - len(others)
    return [*render_card(first, report, style, most), *others, ""]


def first_told(report: Report) -> Outcome | None:
    """Return the check to tell of: the first failure, one that may be shown before one that is hidden."""
    named = report.verdict.first_failure
    told = [outcome for outcome in report.outcomes if outcome.status in TOLD]
    ordered = sorted(
        told,
        key=lambda outcome: (
            TOLD.index(outcome.status),
            outcome.visibility is not Visibility.SHOWN,
            outcome.check != named,
        ),
    )
    return ordered[0] if ordered else None


def _others(report: Report, first: Outcome, style: Style) -> list[str]:
    counts = {status: sum(other.status is status for other in report.outcomes if other is not first) for status in TOLD}
    words = {
        Status.FAILED: "terminal.others.fail",
        Status.ERRORED: "terminal.others.broke",
        Status.SKIPPED: "terminal.others.wait",
        Status.NOT_RUN: "terminal.others.not-run",
    }
    parts = [say_many(words[status], count) for status, count in counts.items() if count]
    return style.wrap(say("terminal.others", others=", ".join(parts)).strip(), "  ", style.lines(1)) if parts else []


def _every_check(report: Report, style: Style) -> list[str]:
    lines: list[str] = []
    for outcome in report.outcomes:
        if outcome.status is Status.PASSED:
            lines.append(render_check_line(outcome, style))
        else:
            waits = outcome.status in (Status.SKIPPED, Status.NOT_RUN)
            lines += [*render_card(outcome, report, style), *([] if waits else [""])]
    return lines
