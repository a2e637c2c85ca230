"""From what was seen to what is drawn: steps, lanes and arrows (pure)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from runner.evidence import Exchange, ExchangeKind, Outcome, Request, Response
from runner.sanitise import wire_text
from runner.tracing.changes import file_changes, row_changes, tables_added
from runner.tracing.observing import Look
from runner.tracing.records import Arrow, ArrowKind, Change, FileChange, Lane, RowChange, TraceStep
from runner.tracks.printed import told_lines
from runner.words import say

MOST_CHANGES = 100
LONGEST_BODY = 2000
MOST_LINES = 20
BEFORE = 40  # bytes shown before the one that is named
BYTE = re.compile(r"byte (\d+)")
# What servers print for every request repeats what the arrows say.
ACCESS_LINE = re.compile(r'"?[A-Z]+ \S+( HTTP/\d(\.\d)?)?"? \d{3}\b|^[\d.]+:\d+ \[\d{3}\]: [A-Z]+ \S+$')
SIGNS = {Change.ADDED: "+", Change.CHANGED: "~", Change.REMOVED: "-"}
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
FIRST_REFUSAL = 300


def steps_of(looks: Sequence[Look], count: int) -> tuple[TraceStep, ...]:
    """Return one step for the exchanges between each two looks; `count` is how many exchanges there are."""
    kept: list[Look] = []
    for look in looks:
        while kept and kept[-1].exchange > look.exchange:
            kept.pop()  # rounds of waiting that the suite has forgotten
        if kept and kept[-1].exchange == look.exchange and look is not looks[-1]:
            kept[-1] = Look(look.check, look.exchange, kept[-1].snapshot, kept[-1].log + look.log)
        elif kept and kept[-1].exchange == look.exchange:
            kept[-1] = Look(look.check, look.exchange, look.snapshot, kept[-1].log + look.log)
        else:
            kept.append(look)
    steps = [_step(before, after, count) for before, after in itertools.pairwise(kept)]
    seen = {index for step in steps for index in step.exchanges}
    rest = tuple(
        TraceStep((index,), not_recorded=say("tracing.nobody-looked")) for index in range(count) if index not in seen
    )
    return tuple(sorted([*(step for step in steps if step.exchanges), *rest], key=lambda step: step.exchanges))


def _step(before: Look, after: Look, count: int) -> TraceStep:
    exchanges = tuple(range(before.exchange, min(after.exchange, count)))
    missing = before.snapshot.not_recorded or after.snapshot.not_recorded
    if missing:
        return TraceStep(exchanges, after.log, not_recorded=missing)
    rows = row_changes(before.snapshot, after.snapshot)
    more = len(rows) - MOST_CHANGES
    return TraceStep(
        exchanges,
        after.log,
        tables_added(before.snapshot, after.snapshot),
        rows[:MOST_CHANGES],
        file_changes(before.snapshot, after.snapshot)[:MOST_CHANGES],
        has_database=bool(after.snapshot.databases),
        remarks=(*after.snapshot.remarks, *([say("tracing.more-rows", count=more)] if more > 0 else [])),
    )


def lanes_of(steps: Sequence[TraceStep], arrows: Sequence[Arrow]) -> tuple[Lane, ...]:
    """Return the lanes of which anything is known: client and server, and those of the arrows."""
    seen = {Lane.CLIENT, Lane.SERVER, *(lane for arrow in arrows for lane in (arrow.origin, arrow.target))}
    if any(step.has_database for step in steps):
        seen.add(Lane.DATABASE)
    return tuple(lane for lane in Lane if lane in seen)


def arrows_of(outcome: Outcome, steps: Sequence[TraceStep]) -> tuple[Arrow, ...]:
    """Return everything that happened, in order."""
    is_kept = any(step.has_database or step.files or step.not_recorded for step in steps)
    return tuple(arrow for number, step in enumerate(steps) for arrow in _arrows(number, step, outcome, stores=is_kept))


def _arrows(number: int, step: TraceStep, outcome: Outcome, *, stores: bool) -> Iterator[Arrow]:
    wrong = outcome.failure.exchange if outcome.failure else -1
    byte = BYTE.fullmatch(outcome.failure.where) if outcome.failure else None
    near = int(byte[1]) - 1 if byte else 0
    chosen = [(index, outcome.exchanges[index]) for index in step.exchanges]
    inside = [*_printed(number, step), *(_stored(number, step, [each for _, each in chosen]) if stores else [])]
    if len(chosen) == 1:
        index, exchange = chosen[0]
        sent, *came = _talk(number, index, exchange, is_wrong=index == wrong, near=near)
        yield from (sent, *inside, *came)
        return
    for index, exchange in sorted(chosen, key=lambda pair: (pair[1].client, pair[0])):
        yield from _talk(number, index, exchange, is_wrong=index == wrong, near=near)
    yield from inside


def _talk(step: int, index: int, exchange: Exchange, *, is_wrong: bool, near: int) -> Iterator[Arrow]:
    there = (Lane.CLIENT, Lane.SERVER)
    back = (Lane.SERVER, Lane.CLIENT)
    start, end, client = exchange.started_ms, exchange.ended_ms, exchange.client
    if exchange.kind is ExchangeKind.EVENT:
        fault = (exchange.fault,) if exchange.fault else ()
        yield Arrow(step, ArrowKind.EVENT, *there, exchange.label, fault, start, index, client, is_wrong)
        return
    if exchange.request is not None:
        words = f"{exchange.request.method} {exchange.request.target}"
        yield Arrow(step, ArrowKind.REQUEST, *there, words, _body(exchange.request), start, index, client)
    else:
        words = say("tracing.bytes", count=len(exchange.sent)) if exchange.sent else say("tracing.opens")
        yield Arrow(step, ArrowKind.REQUEST, *there, words, _raw(exchange.sent), start, index, client)
    came, details = _answer(exchange, near if is_wrong else 0)
    yield Arrow(step, ArrowKind.ANSWER, *back, came, details, end, index, client, is_wrong)


def _answer(exchange: Exchange, near: int) -> tuple[str, tuple[str, ...]]:
    fault = (exchange.fault,) if exchange.fault else ()
    if exchange.response is not None:
        response = exchange.response
        return f"{response.status} {response.reason}".rstrip(), (*_body(response), *fault)
    if exchange.received:
        return say("tracing.bytes", count=len(exchange.received)), (*_raw(exchange.received, near), *fault)
    return (say("tracing.no-answer") if exchange.kind is ExchangeKind.HTTP else say("tracing.nothing-came")), fault


def _body(message: Request | Response) -> tuple[str, ...]:
    if not message.body:
        return ()
    shown = message.body[:LONGEST_BODY].decode("utf-8", "surrogateescape").encode("utf-8", "backslashreplace").decode()
    size = max(message.body_size, len(message.body))
    return (shown, say("tracing.whole-size", count=size)) if size > LONGEST_BODY else (shown,)


def _raw(content: bytes, near: int = 0) -> tuple[str, ...]:
    """Return bytes as text, from a little before the one that must be in sight."""
    start = max(min(near, len(content)) - BEFORE, 0)
    shown = wire_text(content[start : start + LONGEST_BODY])
    return (f"…{shown}" if start else shown,) if content else ()


def _printed(number: int, step: TraceStep) -> list[Arrow]:
    lines = [line for line in told_lines(step.log) if not ACCESS_LINE.search(line)]
    if len(lines) > MOST_LINES:
        lines = [say("tracing.lines-before", count=len(lines) - MOST_LINES), *lines[-MOST_LINES:]]
    return [Arrow(number, ArrowKind.PRINTED, Lane.HANDLER, Lane.HANDLER, line) for line in lines]


def _stored(number: int, step: TraceStep, exchanges: Sequence[Exchange]) -> Iterator[Arrow]:
    between = (Lane.SERVER, Lane.DATABASE)
    if step.not_recorded:
        yield Arrow(number, ArrowKind.NOTE, *between, say("tracing.not-recorded"), (step.not_recorded,))
        return
    names = {change.file for change in step.rows}
    words = [say("tracing.new-table", table=table) for table in step.tables_added]
    words += [row_in_words(change, with_file=len(names) > 1) for change in step.rows]
    words += [file_in_words(change) for change in step.files]
    for text in words:
        yield Arrow(number, ArrowKind.STORED, *between, text)
    if not words and step.has_database and any(_should_write(exchange) for exchange in exchanges):
        yield Arrow(number, ArrowKind.NOTE, *between, say("tracing.no-row"))


def _should_write(exchange: Exchange) -> bool:
    request, response = exchange.request, exchange.response
    accepted = response is not None and response.status < FIRST_REFUSAL
    return request is not None and request.method in WRITING and accepted


def row_in_words(change: RowChange, *, with_file: bool = False) -> str:
    """Return a change on one line: `notes + (3, 'milk')`, `todo ~ (1, 'a') -> (1, 'A')`."""
    name = f"{change.file}: {change.table}" if with_file else change.table
    sides = [f"({', '.join(cells)})" for cells in (change.before, change.after) if cells]
    return f"{name} {SIGNS[change.change]} {' -> '.join(sides)}".rstrip()


def file_in_words(change: FileChange) -> str:
    """Return a change of a file on one line: `notes.txt + 12 bytes: milk`."""
    text = f": {change.text}" if change.text else ""
    if change.change is Change.REMOVED:
        return say("tracing.file-removed", file=change.file, size=change.size_before)
    if change.change is Change.ADDED:
        return say("tracing.file-added", file=change.file, size=change.size_after, text=text)
    return say("tracing.file-changed", file=change.file, before=change.size_before, after=change.size_after, text=text)
