"""A replay: what was done before, the request and its answer now, what was expected, and what came in the test."""

from __future__ import annotations

from collections.abc import Sequence

from runner.evidence import Exchange, Failure
from runner.replays.comparing import seen_at
from runner.reporters.terminal.again import render_again
from runner.reporters.terminal.before import render_before
from runner.reporters.terminal.evidence import render_exchange, render_heads
from runner.reporters.terminal.log_lines import render_log
from runner.reporters.terminal.style import Style
from runner.words import say

MOST_SHOWN = 10
MOST_REMARKS = 5


def render_replayed(
    *,
    title: str,
    recorded: Sequence[Exchange],
    answered: Sequence[Exchange | None],
    wanted: Sequence[int],
    failure: Failure | None,
    log: str,
    folder: str,
    remarks: Sequence[str],
    style: Style,
) -> str:
    """Return what a person sees of a replay."""
    lines = [style.paint(style.cut(style.own(say("terminal.replayed", title=style.prose(title))), style.room), "bold")]
    before = [each or recorded[index] for index, each in enumerate(answered[: min(wanted)])]
    lines += render_before(before, style)
    shown = list(wanted) if style.verbose else list(wanted)[:MOST_SHOWN]
    is_group = len({exchange.client for exchange in recorded[min(wanted) : max(wanted) + 1]}) > 1
    for index in shown:
        blamed = None if is_group else failure
        lines += _exchange(index, recorded[index], answered[index], blamed, is_group=is_group, style=style)
    if is_group:
        lines += _counts(recorded, answered, wanted, failure, style)
    if len(shown) < len(wanted):
        lines.append(say("terminal.replayed.more", count=len(wanted) - len(shown)))
    lines += render_log(log, folder, 20 if style.verbose else 3, style)
    last = answered[wanted[-1]]
    lines += render_again(last, 3, "kata replay --export curl", style) if last else []
    for remark in list(remarks)[: None if style.verbose else MOST_REMARKS]:
        lines += style.wrap(style.clean(remark), say("terminal.label.remark"), 2)
    return "\n".join(lines)


def _exchange(
    index: int,
    recorded: Exchange,
    answered: Exchange | None,
    failure: Failure | None,
    *,
    is_group: bool,
    style: Style,
) -> list[str]:
    if answered is None:
        return render_exchange(recorded, style)
    is_failing = failure is not None and failure.exchange == index
    where = failure.where if failure and is_failing else ""
    lines = render_exchange(answered, style, where)
    lines += render_heads(answered, style) if style.verbose else []
    if failure is not None and is_failing:
        return [*lines, *_comparison(failure, recorded, answered, style)]
    # That an answer is as it was needs no words; that it is not, may be what is looked for.
    if not is_group and seen_at("", recorded) != seen_at("", answered):
        lines += style.wrap(style.clean(say("terminal.replayed.in-the-test", answer=seen_at("", recorded))), "  ", 1)
    return lines


def _counts(
    recorded: Sequence[Exchange],
    answered: Sequence[Exchange | None],
    wanted: Sequence[int],
    failure: Failure | None,
    style: Style,
) -> list[str]:
    """Return what requests at once came to: which of them won may differ each time."""
    then = _counted([recorded[index] for index in wanted])
    now = _counted([each for each in (answered[index] for index in wanted) if each is not None])
    rows = [_wanted(failure)] if failure else []
    rows += [(say("terminal.replayed.then"), then), (say("terminal.replayed.now"), _now(now, then))]
    return [line for name, text in rows for line in style.wrap(style.clean(text), f"  {name:<12}", 2)]


def _wanted(failure: Failure) -> tuple[str, str]:
    """Return what was expected, or what the check said where it only said what is wrong."""
    if failure.expected:
        return say("terminal.replayed.expected"), failure.expected
    return say("terminal.replayed.said"), failure.summary


def _counted(exchanges: Sequence[Exchange]) -> str:
    answers = [seen_at("", exchange) for exchange in exchanges]
    return ", ".join(f"{answers.count(answer)} x {answer}" for answer in sorted(set(answers)))


def _now(now: str, then: str) -> str:
    return say("terminal.replayed.same", now=now) if now == then else now


def _comparison(failure: Failure, recorded: Exchange, answered: Exchange, style: Style) -> list[str]:
    now, then = seen_at(failure.where, answered), seen_at(failure.where, recorded)
    rows = [
        _wanted(failure),
        (say("terminal.replayed.then"), failure.actual or then),
        (say("terminal.replayed.now"), _now(now, then)),
    ]
    head = f"  {failure.where}: " if failure.where else "  "
    width = len(head)
    lines = []
    for number, (name, text) in enumerate(rows):
        begin = style.own(style.clean(head.strip()) + " ") if number == 0 and failure.where else ""
        first = f"  {begin:<{width - 2}}{name:<12}"
        lines += style.wrap(style.clean(text), first, 2) or [first.rstrip()]
    return lines
