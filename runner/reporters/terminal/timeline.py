"""Requests that were under way at the same time, as bars on one scale: who overlapped whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from runner.evidence import Exchange, Outcome
from runner.reporters.terminal.style import Style, pad
from runner.sanitise import columns
from runner.words import say

MOST_CLIENTS = 3
FEWEST_COLUMNS = 10
BAR = "="
Row = tuple[str, Sequence[Exchange], str]  # who, what they did, and what is said of it


def at_once(outcome: Outcome, index: int) -> tuple[Exchange, ...]:
    """Return the exchange at this index and all that were under way with it; nothing when it was alone."""
    if not 0 <= index < len(outcome.exchanges):
        return ()
    shown = outcome.exchanges[index]
    found = tuple(one for one in outcome.exchanges if one is shown or (one.request and _overlap(one, shown)))
    return found if len(found) > 1 and len({one.client for one in found}) > 1 else ()


def render_timeline(group: Sequence[Exchange], shown: Exchange, style: Style) -> list[str]:
    """Return at most four lines: the failing client, those that were answered like it, and the others as one bar."""
    if not group:
        return []
    alike = [one for one in group if one is not shown and _answer(one) == _answer(shown)]
    told = sorted([shown, *alike[: MOST_CLIENTS - 1]], key=lambda one: (one.started_ms, one.client))
    others = [one for one in group if not any(one is other for other in told)]
    rows = [
        (say("terminal.timeline.client", number=one.client + 1), [one], f"{_span([one])}  {_answer(one)}")
        for one in told
    ]
    if others:
        rows.append((say("terminal.timeline.more", count=len(others)), others, f"{_span(others)}  {_tally(others)}"))
    return _drawn(rows, group, style)


def _drawn(rows: Sequence[Row], group: Sequence[Exchange], style: Style) -> list[str]:
    names = max(columns(name) for name, _, _ in rows)
    ends = max(columns(end) for _, _, end in rows)
    room = style.room - len("  ") - names - len("  ||  ") - ends
    begin, end = min(one.started_ms for one in group), max(one.ended_ms for one in group)
    scale = max(room, FEWEST_COLUMNS) / max(end - begin, 0.001)
    lines = []
    for name, those, told in rows:
        start = int((min(one.started_ms for one in those) - begin) * scale)
        length = max(1, int((max(one.ended_ms for one in those) - begin) * scale) - start)
        bar = pad(" " * start + BAR * length, max(room, FEWEST_COLUMNS))[: max(room, FEWEST_COLUMNS)]
        lines.append(style.cut(f"  {pad(name, names)}  |{bar}|  {style.clean(told)}", style.room))
    return lines


def _overlap(one: Exchange, other: Exchange) -> bool:
    return one.started_ms < other.ended_ms and other.started_ms < one.ended_ms


def _answer(exchange: Exchange) -> str:
    return str(exchange.response.status) if exchange.response else say("terminal.timeline.no-answer")


def _span(exchanges: Sequence[Exchange]) -> str:
    begin, end = min(one.started_ms for one in exchanges), max(one.ended_ms for one in exchanges)
    return say("terminal.timeline.span", begin=begin, end=end)


def _tally(exchanges: Sequence[Exchange]) -> str:
    counted = Counter(_answer(one) for one in exchanges)
    return ", ".join(f"{count} x {answer}" for answer, count in sorted(counted.items()))
