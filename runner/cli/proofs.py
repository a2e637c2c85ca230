"""The table of `kata verify`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from runner.authoring.record import Record, record_to_data
from runner.authoring.todos import Todo

HEADINGS = (
    "kata", "checks", "rules", "stubs", "solutions", "wrong caught", "samples", "mutants caught", "repeats", "flakes",
    "seconds", "",
)  # fmt: skip


def proofs_text(records: Sequence[Record]) -> str:
    """Return one line for each kata, and what the whole comes to."""
    rows = [HEADINGS, *(_row(record) for record in records)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines += [f"{record.kata}: {fault}" for record in records for fault in record.hint_faults]
    lines += [f"{record.kata}: left out: {program}" for record in records for program in record.left_out]
    lines += [
        f"{record.kata}: these look alike from outside and share their hints: {', '.join(group)}"
        for record in records
        for group in record.shared_hints
    ]
    broken = [record.kata for record in records if not record.holds]
    if broken:
        lines.append(f"not proven: {', '.join(broken)}. What does not hold is said above; mend it and verify again.")
    else:
        lines.append(_sum(records))
    return "\n".join(lines)


def progress_line(record: Record) -> str:
    """Return what is said of a kata when it is done."""
    if record.before:
        return f"{record.kata}: proven before, and nothing has changed since (--no-cache proves it again)"
    how = "proven" if record.holds else "NOT proven"
    return f"{record.kata}: {how} in {_counted(record.runs, 'run')}, {record.seconds:.1f} s of run time"


def todos_text(todos: Mapping[str, Sequence[Todo]]) -> str:
    """Return what the authors still have to do, or an empty text."""
    lines: list[str] = []
    for kata, left in todos.items():
        if left:
            lines += ["", f"{_counted(len(left), 'thing')} in {kata} {_are(left)} still to do:"]
            lines += [f"  {todo.file}:{todo.line}  {todo.text}" for todo in left]
    if lines:
        lines.append("Do what a line says, remove the line, and verify again.")
    return "\n".join(["", *lines]) if lines else ""


def _are(things: Sequence[Any]) -> str:
    return "is" if len(things) == 1 else "are"


def proof_to_data(record: Record, todos: Sequence[Todo] = ()) -> dict[str, Any]:
    """Return a proof as plain data."""
    return {**record_to_data(record), "holds": record.holds, "todo": [asdict(todo) for todo in todos]}


def _sum(records: Sequence[Record]) -> str:
    fresh = [record for record in records if not record.before]
    runs = _counted(sum(record.runs for record in fresh), "run")
    known = len(records) - len(fresh)
    remark = f" {_counted(known, 'kata')} proven before and unchanged." if known else ""
    if not fresh:
        return remark.strip()
    return f"{_counted(len(fresh), 'kata')} proven in {runs}.{remark}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")


def _row(record: Record) -> tuple[str, ...]:
    verdict = "NOT PROVEN"
    if record.holds:
        verdict = "proven before" if record.before else "proven"
    return (
        record.kata,
        str(record.checks),
        _of(record.rules),
        _of(record.stubs),
        _of(record.solutions),
        _of(record.wrong),
        _of(record.samples) if record.samples[1] else "-",
        record.mutants,
        str(record.repeat),
        str(len(record.flakes)),
        f"{record.seconds:.1f}",
        verdict,
    )


def _of(pair: tuple[int, int]) -> str:
    return f"{pair[0]}/{pair[1]}"
