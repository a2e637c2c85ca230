"""One failure card: whose fault, where, expected and got, the evidence, and one thing to do next.

At most twelve lines of eighty columns in the brief form, and as much text where lines are shorter. What matters least
gives way first, and says where it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from runner.evidence import Cause, Exchange, Failure, LaunchFinding, Outcome, Report
from runner.model import Status, Visibility
from runner.reporters.terminal.again import render_again
from runner.reporters.terminal.before import render_before
from runner.reporters.terminal.difference import remark_of, render_difference
from runner.reporters.terminal.evidence import render_exchange, render_heads
from runner.reporters.terminal.log_lines import CALLED, names_place, render_log
from runner.reporters.terminal.places import linked
from runner.reporters.terminal.style import Style, pad
from runner.reporters.terminal.timeline import at_once, render_timeline
from runner.sanitise import columns
from runner.words import say, say_many

MOST_LINES = 12
MOST_EXCHANGES = 20
Variants = Sequence[list[str]]

# Which part gives way, one step at a time, until the card fits.
GIVES_WAY = (
    "log", "why", "again", "remark", "log", "remark", "before", "difference", "evidence", "again", "why", "evidence",
    "log", "fix",
)  # fmt: skip
# Before that, for a command of several lines: to try it oneself tells more than these.
GIVES_WAY_TO_COMMAND = ("log", "why", "before", "difference", "why")
HIDDEN = say("terminal.hidden")
OURS = say("terminal.our-fault")
FILE_AND_LINE = re.compile(r"\S:\d+$")
WHERE = say("terminal.label.where")


def render_card(outcome: Outcome, report: Report, style: Style, most: int = 0) -> list[str]:
    """Return the lines for one check that did not pass, at most so many in the brief form."""
    most = most or style.lines(MOST_LINES)
    title = render_title(outcome, style)
    if outcome.status is Status.SKIPPED:
        return [*title, *style.wrap(say("terminal.waits-for", awaited=_awaited(outcome, report, style)), "  ", 2)]
    if outcome.status is Status.NOT_RUN:
        return [*title, *style.wrap(say("terminal.not-run"), "  ", 2)]
    if outcome.status is Status.ERRORED:
        return [*title, *_our_fault(outcome, style)]
    if outcome.visibility is not Visibility.SHOWN:
        return [*title, *style.wrap(HIDDEN, "  ", 3), render_next(style, "")]
    if outcome.failure is None:
        return title
    if style.verbose:
        return [*title, *_everything(outcome, outcome.failure, report, style)]
    lines = _brief(outcome, outcome.failure, report, style, most - len(title) - 1)
    return [*title, *lines, render_next(style, _whole_evidence(lines, outcome, report, style))]


def render_title(outcome: Outcome, style: Style) -> list[str]:
    """Return a check's sign and title, its rule and points on the right where they fit."""
    # A check without points decides all the same whether the kata is passed.
    points = say_many("terminal.points", outcome.points) if outcome.points else say("terminal.points.none")
    meta = f"{style.clean(outcome.rule)} {style.dot} {points}" if outcome.rule else points
    color = "bold" if outcome.status in (Status.FAILED, Status.ERRORED) else "dim"
    title = style.prose(outcome.title)
    head = style.glyph(outcome.status)
    room = style.room - 2
    if columns(title) + columns(meta) + 2 <= room:
        gap = room - columns(title) - columns(meta)
        return [f"{head} {style.paint(title, color)}{' ' * gap}{style.paint(meta, 'dim')}"]
    lines = style.wrap(f"{title} ({meta})", "  ", 3)
    return [f"{head} {style.paint(lines[0][2:], color)}", *(style.paint(line, color) for line in lines[1:])]


def render_launch(launch: LaunchFinding, report: Report, style: Style) -> list[str]:
    """Return the card of a program that never became ready."""
    head = f"{style.glyph(Status.FAILED)} " + style.paint(say("terminal.never-ready"), "bold")
    lines = [head, *_paragraph(_sentence(launch.what), "  ", 3, style)]
    lines += [linked(line, report.folder, style) for line in _launch_place(launch.where, style)]
    said = "" if style.verbose else launch.what
    lines += render_log(launch.log_tail, report.folder, 30 if style.verbose else 3, style, said)
    lines += _paragraph(launch.fix, say("terminal.label.fix"), 3, style)
    how = say("terminal.next.launch.keys") if style.keys else say("terminal.next.launch")
    return [*lines, style.cut(style.own(how), style.room)]


def _launch_place(where: str, style: Style) -> list[str]:
    """Return the place; where doctor marks a spot in a line of code, its caret too when that line is whole."""
    place, _, mark = where.partition("\n")
    if not place:
        return []
    lines = _paragraph(place, WHERE, 2, style)
    column = columns(WHERE) + len(mark) - 1
    is_whole = len(lines) == 1 or column < columns(lines[0])
    # Blanks in a row are drawn together, so a caret would point beside the spot.
    if not mark.endswith("^") or not is_whole or "  " in place[: len(mark)] or not place.isascii():
        return lines
    return [lines[0], " " * column + style.paint("^", "red"), *lines[1:]]


def render_next(style: Style, evidence: str) -> str:
    """Return the one line that says how to go on after a failure, and where the evidence is whole."""
    brief = say("terminal.next.failed.keys") if style.keys else say("terminal.next.failed")
    stuck = say("terminal.next.stuck.keys") if style.keys else say("terminal.next.stuck")
    lines = [f"{stuck}  ·  {evidence}", f"{brief}  ·  {evidence}"] if evidence else []
    return next((line for line in map(style.own, lines) if columns(line) <= style.room), style.own(brief))


def _whole_evidence(lines: Sequence[str], outcome: Outcome, report: Report, style: Style) -> str:
    """Return where all of it is: what the lines leave out is in the kept report, as far as that was recorded."""
    if not any(say("terminal.shown.end") in line for line in lines):
        return say("terminal.whole.verbose")
    exchange = failing_exchange(outcome, outcome.failure) if outcome.failure else None
    messages = (exchange.request, exchange.response) if exchange else ()
    is_whole = all(message is None or message.body_size <= len(message.body) for message in messages)
    file = f".kata/runs/{style.clean(report.kata)}.json"
    return say("terminal.whole.all", file=file) if is_whole else say("terminal.whole.more", file=file)


def _brief(outcome: Outcome, failure: Failure, report: Report, style: Style, most: int) -> list[str]:
    exchange = failing_exchange(outcome, failure)
    log = render_log(failure.log, report.folder, 2, style)
    why = _why(failure, style.lines(2), style)
    told = _sentence(_told_beyond(failure, exchange))
    remark, short_remark = (
        _paragraph(told, "  ", most_lines, style) for most_lines in (style.lines(2), style.lines(1))
    )
    # A place that the log names already is not said twice.
    is_told = any(failure.where in line for line in log)
    placed = replace(failure, where="") if is_told else failure
    fix, short_fix = (_place_and_fix(placed, report.folder, style, style.lines(n)) for n in (2, 1))
    group = at_once(outcome, failure.exchange)
    before = render_before([one for one in _earlier(outcome, failure) if one not in group], style)
    evidence = render_exchange(exchange, style, failure.where, failure.actual) if exchange else []
    timeline = render_timeline(group, exchange, style) if exchange else []
    marked = any(map(_is_caret, evidence))
    difference = _difference(failure, exchange, style)[: 2 if marked else 3]
    elsewhere = "kata test -v"
    parts: dict[str, list[list[str]]] = {
        "before": [before, []],
        "evidence": [evidence, _first(4, evidence, style), _first(2 if timeline else 4, evidence, style)],
        "timeline": [timeline, timeline[:4]],
        "difference": [difference, difference[:2]],
        "remark": [remark, short_remark if difference else remark, [] if difference else short_remark],
        "fix": [fix, short_fix],
        "why": [why, _why(failure, style.lines(1), style), []],
        # Who called what broke is worth more than a sentence of ours.
        "log": [log] * 3 + [log[:1]] if any(CALLED in line for line in log) else [log, log[:1], []],
        "again": [
            render_again(exchange, style.lines(3), elsewhere, style) if exchange else [],
            render_again(exchange, style.lines(1), elsewhere, style) if exchange else [],
            [],
        ],
    }
    # A log that names the place of the mistake tells more than any command.
    to_command = GIVES_WAY_TO_COMMAND if names_place(failure.log) else (*GIVES_WAY_TO_COMMAND, "log")
    if len(parts["again"][0]) > 1 and len(lines := _fitted(parts, most, to_command)) <= most:
        return lines
    return _fitted(parts, most, GIVES_WAY)[:most]


def _is_caret(line: str) -> bool:
    return line.strip(" \x1b[0m31") == "^"


def _first(most: int, lines: list[str], style: Style) -> list[str]:
    """Return the first of some lines, with an ellipsis where they would end in the middle of something."""
    ellipsis = style.own(" …")
    if len(lines) <= most or _is_caret(lines[most - 1]) or lines[most - 1].endswith(ellipsis[1:]):
        return lines[:most]
    return [*lines[: most - 1], style.cut(lines[most - 1], style.room - len(ellipsis)) + ellipsis]


def _fitted(parts: Mapping[str, Variants], most: int, gives_way: Sequence[str]) -> list[str]:
    steps = dict.fromkeys(parts, 0)

    def lines() -> list[str]:
        return [line for name, variants in parts.items() for line in variants[min(steps[name], len(variants) - 1)]]

    for name in gives_way:
        if len(lines()) <= most:
            break
        steps[name] += 1
    return lines()


def _everything(outcome: Outcome, failure: Failure, report: Report, style: Style) -> list[str]:
    lines: list[str] = []
    left_out = max(len(outcome.exchanges) - MOST_EXCHANGES, 0)
    if left_out:
        lines.append(style.paint(say("terminal.left-out", count=left_out), "dim"))
    for exchange in outcome.exchanges[left_out:]:
        failing = exchange is failing_exchange(outcome, failure)
        lines += render_exchange(exchange, style, failure.where if failing else "", failure.actual if failing else "")
        lines += render_heads(exchange, style) if failing else []
    shown = failing_exchange(outcome, failure)
    lines += _difference(failure, shown, style)
    lines += _paragraph(_sentence(failure.summary), "  ", 6, style)
    lines += _place_and_fix(failure, report.folder, style)
    if shown:
        lines += render_timeline(at_once(outcome, failure.exchange), shown, style)
    lines += _why(failure, 6, style)
    lines += render_log(failure.log, report.folder, 20, style)
    return lines + (render_again(shown, 30, "kata test --json", style) if shown else [])


def failing_exchange(outcome: Outcome, failure: Failure) -> Exchange | None:
    """Return the exchange in which a check failed, where the failure names one."""
    return outcome.exchanges[failure.exchange] if -1 < failure.exchange < len(outcome.exchanges) else None


def _earlier(outcome: Outcome, failure: Failure) -> tuple[Exchange, ...]:
    return outcome.exchanges[: failure.exchange] if failure.exchange >= 0 else outcome.exchanges


def _told_beyond(failure: Failure, exchange: Exchange | None) -> str:
    """Return what the summary says that the other parts of the card do not."""
    fault = exchange.fault if exchange else ""
    if fault and fault.lower() in failure.summary.lower():
        at = failure.summary.lower().index(fault.lower()) + len(fault)
        return failure.summary[at:].strip(" ;:,.")
    return remark_of(failure) if failure.cause is Cause.MISMATCH else failure.summary


def _difference(failure: Failure, exchange: Exchange | None, style: Style) -> list[str]:
    # How a program ended, or why there is no answer, has no expected and got: its sentence says all.
    is_fault = exchange is not None and exchange.fault and exchange.fault == failure.actual
    return render_difference(failure, style) if failure.cause is Cause.MISMATCH and not is_fault else []


def _place_and_fix(failure: Failure, folder: str, style: Style, most: int = 2) -> list[str]:
    place = _paragraph(failure.where, WHERE, 1, style) if FILE_AND_LINE.search(failure.where) else []
    return [
        *(linked(line, folder, style) for line in place),
        *_paragraph(failure.hint, say("terminal.label.fix"), most, style),
    ]


def _our_fault(outcome: Outcome, style: Style) -> list[str]:
    summary = outcome.failure.summary if outcome.failure else ""
    return [
        *style.wrap(OURS, "  ", 2),
        *_paragraph(summary, "  ", 3, style),
        *render_once_more(style),
    ]


def render_once_more(style: Style) -> list[str]:
    """Return how to go on after a fault of ours."""
    how = say("terminal.next.ours.keys") if style.keys else say("terminal.next.ours")
    return style.wrap(how, say("terminal.label.next"), 3)


def _awaited(outcome: Outcome, report: Report, style: Style) -> str:
    titles = {other.check: other.title for other in report.outcomes if other.status is not Status.PASSED}
    first = next((titles[check] for check in outcome.depends_on if check in titles), say("terminal.another-check"))
    return style.clean(first)


def _why(failure: Failure, most: int, style: Style) -> list[str]:
    text = " ".join(failure.why.split())
    return style.wrap(style.prose(text), say("terminal.label.why"), most) if text else []


def _paragraph(text: str, first: str, most: int, style: Style) -> list[str]:
    return style.wrap(style.clean(" ".join(text.split())), first, most) if text.strip() else []


def _sentence(text: str) -> str:
    text = text.strip()
    ended = text.endswith((".", "!", "?", ")", ":"))
    return f"{text[:1].upper()}{text[1:]}{'' if ended else '.'}" if text else ""


def render_check_line(outcome: Outcome, style: Style, room: int = 0) -> str:
    """Return a check's sign and title on one line."""
    title = style.cut(style.prose(outcome.title), (room or style.room) - 2)
    return f"{style.glyph(outcome.status)} {pad(title, room - 2) if room else title}"
