"""A trace as a small sequence: one vertical line a lane, one arrow for each thing that went from lane to lane."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from runner.evidence import Exchange, Outcome
from runner.model import Status
from runner.reporters.terminal.lanes import Drawing, narrowest
from runner.reporters.terminal.log_lines import nearer, telling_lines
from runner.reporters.terminal.style import Style
from runner.tracing.records import Arrow, ArrowKind, Lane, Trace
from runner.words import say, say_many

MOST_STEPS = 10
FIRST_STEPS = 3
MOST_CLIENTS = 3
MOST_PRINTED = 3
MOST_STORED = 5


def render_trace(trace: Trace, style: Style) -> str:
    """Return what a person sees of a trace."""
    lines = _heading(trace, style)
    arrows = _fewer(trace, style)
    if style.width >= narrowest(trace.lanes):
        lines += _drawn(arrows, trace, style)
    else:
        lines += _listed(arrows, style)
    for remark in _remarks(trace):
        lines += style.wrap(style.clean(remark), say("terminal.label.remark"), 2)
    return "\n".join(lines)


def _heading(trace: Trace, style: Style) -> list[str]:
    outcome = trace.outcome
    title = style.cut(f"{style.prose(outcome.title)}  ({style.clean(outcome.check)})", style.room - 2)
    return [
        f"{style.glyph(outcome.status)} {style.paint(title, 'bold')}",
        *style.wrap(style.clean(sentence_of(trace)), "  ", 3),
        "",
    ]


def sentence_of(trace: Trace) -> str:
    """Return the one sentence that says how it went and in which step."""
    outcome = trace.outcome
    if outcome.status is Status.PASSED:
        return say("terminal.flow.passed")
    if outcome.failure is None:
        return say("terminal.flow.not-ended")
    wrong = next((arrow.step for arrow in trace.arrows if arrow.is_wrong), -1)
    summary = outcome.failure.summary.rstrip(".")
    return (
        say("terminal.flow.failed", step=wrong + 1, summary=summary)
        if wrong >= 0
        else f"{summary[:1].upper()}{summary[1:]}."
    )


def _remarks(trace: Trace) -> list[str]:
    remarks = dict.fromkeys(remark for step in trace.steps for remark in step.remarks)
    return [*trace.remarks, *list(remarks)[:3]]


# Leaving out what would be too much


def _fewer(trace: Trace, style: Style) -> list[Arrow]:
    """Return the arrows to draw; whole steps and clients are folded unless everything is wanted."""
    arrows = [arrow for step in _by_step(trace.arrows) for arrow in _tidy(step, trace, style)]
    if style.verbose:
        return arrows
    steps = list(dict.fromkeys(arrow.step for arrow in arrows))
    if len(steps) <= MOST_STEPS:
        return arrows
    wrong = next((arrow.step for arrow in arrows if arrow.is_wrong), steps[-1])
    end = steps.index(wrong) + 1
    kept = {*steps[:FIRST_STEPS], *steps[max(end - (MOST_STEPS - FIRST_STEPS), 0) : end]}
    return list(_with_gaps(arrows, kept))


def _with_gaps(arrows: Sequence[Arrow], kept: set[int]) -> Iterator[Arrow]:
    for is_kept, group in groupby(arrows, key=lambda arrow: arrow.step in kept):
        folded = list(group)
        if is_kept:
            yield from folded
        else:
            count = len({arrow.step for arrow in folded})
            words = say_many("terminal.flow.more-steps", count)
            yield Arrow(folded[0].step, ArrowKind.EVENT, Lane.CLIENT, Lane.SERVER, words)


def _by_step(arrows: Sequence[Arrow]) -> list[list[Arrow]]:
    return [list(group) for _, group in groupby(arrows, key=lambda arrow: arrow.step)]


def _tidy(arrows: Sequence[Arrow], trace: Trace, style: Style) -> list[Arrow]:
    folded = list(arrows) if style.verbose else _few_clients(arrows, trace.outcome)
    printed = [_without_path(arrow, trace.folder) for arrow in _few_printed(folded, style)]
    return _few_of(printed, ArrowKind.STORED, MOST_STORED, style)


def _without_path(arrow: Arrow, folder: str) -> Arrow:
    return replace(arrow, words=nearer(arrow.words, folder)) if arrow.kind is ArrowKind.PRINTED else arrow


def _few_clients(arrows: Sequence[Arrow], outcome: Outcome) -> list[Arrow]:
    clients = list(dict.fromkeys(arrow.exchange for arrow in arrows if arrow.exchange >= 0))
    if len(clients) <= MOST_CLIENTS:
        return list(arrows)
    # One of each kind of answer tells more than three alike, and the wrong one most.
    wrong = [arrow.exchange for arrow in arrows if arrow.is_wrong]
    answers = {arrow.words: arrow.exchange for arrow in reversed(arrows) if arrow.kind is ArrowKind.ANSWER}
    kept = set([*dict.fromkeys([*wrong, *sorted(answers.values()), *clients])][:MOST_CLIENTS])
    shown = [arrow for arrow in arrows if arrow.exchange in kept]
    words = _counted([outcome.exchanges[index] for index in clients if index not in kept])
    fold = replace(shown[-1], kind=ArrowKind.EVENT, words=words, details=(), at_ms=None, is_wrong=False)
    return [*shown, replace(fold, exchange=-1), *(arrow for arrow in arrows if arrow.exchange < 0)]


def _counted(exchanges: Sequence[Exchange]) -> str:
    answers = [str(each.response.status) if each.response else say("terminal.unanswered") for each in exchanges]
    counts: Mapping[str, int] = {answer: answers.count(answer) for answer in sorted(set(answers))}
    parts = ", ".join(f"{count} x {answer}" for answer, count in counts.items())
    return say("terminal.flow.more-clients", count=len(exchanges), parts=parts)


def _few_printed(arrows: Sequence[Arrow], style: Style) -> list[Arrow]:
    printed = [arrow for arrow in arrows if arrow.kind is ArrowKind.PRINTED]
    if style.verbose or len(printed) <= MOST_PRINTED:
        return list(arrows)
    lines = telling_lines("\n".join(arrow.words for arrow in printed), MOST_PRINTED)
    fewer = iter([replace(printed[0], words=line) for line in lines])
    first = arrows.index(printed[0])
    return [*arrows[:first], *fewer, *(arrow for arrow in arrows[first:] if arrow.kind is not ArrowKind.PRINTED)]


def _few_of(arrows: Sequence[Arrow], kind: ArrowKind, most: int, style: Style) -> list[Arrow]:
    chosen = [arrow for arrow in arrows if arrow.kind is kind]
    if style.verbose or len(chosen) <= most:
        return list(arrows)
    more = replace(chosen[most - 1], words=say("terminal.flow.more-changes", count=len(chosen) - most + 1))
    last = arrows.index(chosen[-1])
    fewer = [arrow for arrow in arrows[:last] if arrow not in chosen[most - 1 :]]
    return [*fewer, more, *arrows[last + 1 :]]


# Drawing


def _drawn(arrows: Sequence[Arrow], trace: Trace, style: Style) -> list[str]:
    drawing = Drawing(trace.lanes, style)
    lines = drawing.heads()
    for group in _by_step(arrows):
        if len(lines) > 1:
            lines.append(drawing.pause())
        several = len({arrow.client for arrow in group if arrow.exchange >= 0}) > 1
        started: set[int] = set()
        for arrow in group:
            first = arrow.exchange not in started
            started.add(arrow.exchange)
            number = f"{arrow.step + 1}" if len(started) == 1 and first else ""
            who = f"[{arrow.client + 1}] " if several and arrow.kind is ArrowKind.REQUEST else ""
            lines += drawing.arrow(replace(arrow, words=who + arrow.words), number)
            lines += _expectation(arrow, trace, drawing)
    return lines


def _expectation(arrow: Arrow, trace: Trace, drawing: Drawing) -> list[str]:
    failure = trace.outcome.failure
    if not arrow.is_wrong or failure is None or not failure.expected:
        return []
    if not failure.where:
        return drawing.beneath(say("terminal.flow.expected", expected=failure.expected))
    return drawing.beneath(say("terminal.flow.expected-at", where=failure.where, expected=failure.expected))


# For narrow terminals, and for those who do not see drawings


@dataclass(frozen=True, slots=True)
class _Words:
    kind: ArrowKind
    text: str


VERBS = (
    _Words(ArrowKind.REQUEST, say("terminal.flow.request")),
    _Words(ArrowKind.ANSWER, say("terminal.flow.answer")),
    _Words(ArrowKind.EVENT, "kata"),
    _Words(ArrowKind.PRINTED, say("terminal.flow.printed")),
    _Words(ArrowKind.STORED, say("terminal.flow.database")),
    _Words(ArrowKind.NOTE, say("terminal.flow.database")),
)


def _listed(arrows: Sequence[Arrow], style: Style) -> list[str]:
    verbs = {each.kind: each.text for each in VERBS}
    lines: list[str] = []
    for group in _by_step(arrows):
        for place, arrow in enumerate(group):
            number = f"{arrow.step + 1}." if place == 0 else ""
            at = say("terminal.flow.at", ms=arrow.at_ms) if arrow.at_ms is not None else ""
            wrong = say("terminal.flow.wrong") if arrow.is_wrong else ""
            text = style.clean(f"{verbs[arrow.kind]}{at}: {arrow.words}{wrong}")
            lines += style.wrap(text, f"{number:>3} ", 3)
            for detail in arrow.details[:2]:
                lines += style.wrap(style.clean(detail), "      ", 2)
    return lines
