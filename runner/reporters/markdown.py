"""Markdown for people: the summary of a GitHub job, and the body of a Classroom 50 release.

What a program sent or printed stands in code blocks whose fence is longer than any in the text; every other text that
is not ours is written in character references, so that it can't be a link, a picture, HTML or `@somebody`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from runner.evidence import Outcome, Report
from runner.model import Status
from runner.reporters.marks import explained, headline, isolation_line, marks_of, never_ready
from runner.sanitise import ci_line, ci_log
from runner.words import say

# How a person is told of one check: the card of the terminal.
Tell = Callable[[Outcome, Report], str]

# GitHub takes 1 MiB a step; a release takes 125,000 characters.
MOST_TOLD = 10
LONGEST_BLOCK = 8_000
LONGEST_TITLE = 200
LONGEST = 100_000

_SIGNS = {
    Status.PASSED: "✅ " + say("reports.passed"),
    Status.FAILED: "❌ " + say("reports.failed"),
    Status.ERRORED: "⚠️ " + say("reports.errored"),
    Status.SKIPPED: "⏭️ " + say("reports.skipped.short"),
    Status.NOT_RUN: "⚪ " + say("reports.not-run.short"),
}
_ORDER = (Status.FAILED, Status.ERRORED, Status.NOT_RUN, Status.SKIPPED)
_PUNCTUATION = re.compile(r"""[^\w ,;()'"?%=\u0080-\U0010ffff]|_""")
_TICKS = re.compile(r"`{3,}")


def render(reports: Sequence[Report], tell: Tell) -> str:
    """Return the isolation, the sums, a table of checks and the failures, the first one open."""
    parts = [f"`{isolation_line(reports).replace('`', ' ')}`"]
    if len(reports) != 1:
        parts.append(f"**{literal(headline(reports))}**")
    parts += [part for report in reports for part in _report(report, tell)]
    whole = "\n\n".join(parts) + "\n"
    return whole if len(whole) <= LONGEST else _cut(whole)


def literal(text: str) -> str:
    """Return text on one line that Markdown shows as it is."""
    return _PUNCTUATION.sub(_reference, ci_line(text)[:LONGEST_TITLE])


def block(text: str) -> str:
    """Return text as a code block that it cannot leave."""
    safe = ci_log(text)[:LONGEST_BLOCK].rstrip("\n")
    longest = max((len(ticks) for ticks in _TICKS.findall(safe)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}text\n{safe}\n{fence}"


def _reference(found: re.Match[str]) -> str:
    # GitHub looks for `@somebody` and `#1` in what is shown: a blank without width parts them.
    return f"&#{ord(found[0])};" + ("&#8203;" if found[0] in "@#" else "")


def _report(report: Report, tell: Tell) -> list[str]:
    name = " / ".join(literal(part) for part in (report.submission, report.title or report.kata) if part)
    parts = [f"### {_sign(report)} {name}: {literal(headline([report]))}"]
    if report.refused:
        return parts
    if report.trouble:
        parts += [say("reports.trouble"), block(report.trouble)]
    if report.launch:
        parts += [say("reports.never-ready.below"), block(never_ready(report.launch))]
        log = report.launch.log_tail
        return [*parts, *(_folded(say("reports.log-end"), log) if log else ())]
    told = sorted((one for one in report.outcomes if one.status in _ORDER), key=lambda one: _ORDER.index(one.status))
    for at, outcome in enumerate(told[:MOST_TOLD]):
        if outcome.status in {Status.FAILED, Status.ERRORED}:
            card = tell(outcome, report) or explained(outcome, report)
            parts += _folded(literal(outcome.title), card, is_open=at == 0)
    return [*parts, _table(report)] if report.outcomes else parts


def _table(report: Report) -> str:
    rows = [f"| {_SIGNS[one.status]} | {literal(one.title)} | {_points(one)} |" for one in report.outcomes]
    return "\n".join([say("reports.table"), "|---|---|---:|", *rows])


def _points(outcome: Outcome) -> str:
    if outcome.status is Status.ERRORED:
        return say("reports.not-counted")
    earned = outcome.points if outcome.status is Status.PASSED else 0
    return say("reports.points-of", points=earned, possible=outcome.points)


def _folded(title: str, text: str, *, is_open: bool = False) -> list[str]:
    return [f"<details{' open' if is_open else ''}><summary>{title}</summary>", block(text), "</details>"]


def _sign(report: Report) -> str:
    marks = marks_of([report])
    return _SIGNS[marks.status].partition(" ")[0]


def _cut(whole: str) -> str:
    end = f"\n\n{say('reports.cut')}\n"
    # At a border between parts, so that no block or fold stays open.
    kept: list[str] = []
    size = depth = good = 0
    for part in whole.split("\n\n"):
        size += len(part) + 2
        if size > LONGEST - len(end):
            break
        kept.append(part)
        depth += part.startswith("<details") - (part == "</details>")
        good = good if depth else len(kept)
    return "\n\n".join(kept[:good]) + end
