"""What a check had done before it failed, on one line: without it the failing request alone may look right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from runner.evidence import Exchange
from runner.reporters.terminal.style import Style
from runner.sanitise import columns
from runner.words import say

HEAD = say("terminal.label.after")
MOST_LOOKED_AT = 40
LONGEST_LABEL = 32
LONGEST_EVENT = 56  # a restart says which variables it was given


def render_before(exchanges: Sequence[Exchange], style: Style) -> list[str]:
    """Return one line with the last of these exchanges, the nearest at the end; none for none."""
    labels = [_label(exchange, style) for exchange in exchanges[-MOST_LOOKED_AT:]]
    told = [say("terminal.times", label=label, count=count) if count > 1 else label for label, count in _runs(labels)]
    if not told:
        return []
    room = style.room - columns(HEAD) - columns(style.own("…, "))
    shown: list[str] = []
    for label in reversed(told):
        left = room - columns(", ".join([*shown, ""]))
        if columns(label) <= left:
            shown.insert(0, label)
            continue
        if left >= LONGEST_LABEL:
            shown.insert(0, style.cut(label, left))
        break
    left_out = style.own("…, ") if len(shown) < len(told) or len(exchanges) > MOST_LOOKED_AT else ""
    return [style.paint(style.cut(HEAD + left_out + ", ".join(shown), style.room), "dim")] if shown else []


def _runs(labels: Sequence[str]) -> list[tuple[str, int]]:
    return [(label, len(list(same))) for label, same in groupby(labels)]


def _label(exchange: Exchange, style: Style) -> str:
    if exchange.request is None:
        return style.cut(style.clean(exchange.label), LONGEST_EVENT)
    request = style.cut(style.clean(f"{exchange.request.method} {exchange.request.target}"), LONGEST_LABEL)
    return f"{request} {exchange.response.status if exchange.response else say('terminal.unanswered')}"
