"""The class as a table: what a person should look at first, then everybody (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from runner.grading.grades import Grade, Standing
from runner.grading.marking import Marked
from runner.model import Status
from runner.reporters.terminal.style import Style, pad
from runner.sanitise import columns

LONGEST_NAME = 40
SIGNS = {
    Standing.PASSED: Status.PASSED,
    Standing.FAILED: Status.FAILED,
    Standing.INVALID: Status.NOT_RUN,
    Standing.ERRORED: Status.ERRORED,
}


def render_table(marked: Sequence[Marked], style: Style) -> str:
    """Return a line for each submission, those that need a human first, and what it all comes to."""
    ordered = sorted(marked, key=lambda one: (not one.grade.look, one.grade.student, one.grade.kata))
    looked_at = sum(bool(one.grade.look) for one in ordered)
    lines = _rows(ordered, style)
    if looked_at:
        lines.insert(looked_at, "")
        lines.insert(0, style.paint("A person should look at these:", "bold"))
    isolations = dict.fromkeys(one.grade.isolation for one in marked if one.grade.isolation)
    first = [f"isolation: {style.clean(', '.join(isolations))}"] if isolations else []
    return "\n".join([*first, *lines, "", *style.wrap(style.clean(render_sum(marked)), "", 4)])


def render_sum(marked: Sequence[Marked]) -> str:
    """Return in one line what a class comes to."""
    counts = Counter(one.grade.standing for one in marked)
    before = sum(one.before for one in marked)
    parts = [f"{counts[standing]} {standing}" for standing in Standing if counts[standing]]
    whole = f"{len(marked)} submission{'' if len(marked) == 1 else 's'}: {', '.join(parts)}."
    if before:
        whole += f" {before} unchanged since they were graded (--regrade grades them again)."
    return whole


def render_line(grade: Grade) -> str:
    """Return one submission on one line."""
    return " ".join(part for part in (grade.student, grade.kata, _points(grade), _remark(grade)) if part)


def _rows(marked: Sequence[Marked], style: Style) -> list[str]:
    cells = [
        (
            style.cut(style.clean(one.grade.student), LONGEST_NAME),
            style.clean(one.grade.kata),
            _points(one.grade),
            style.clean(_remark(one.grade)),
        )
        for one in marked
    ]
    widths = [max((columns(row[at]) for row in cells), default=0) for at in range(3)]
    rows: list[str] = []
    for one, row in zip(marked, cells, strict=True):
        padded = [pad(cell, width) for cell, width in zip(row, widths, strict=False)]
        text = "  ".join([*padded, row[3]]).rstrip()
        rows.append(f"{style.glyph(SIGNS[one.grade.standing])} {style.cut(text, style.room - 2)}")
    return rows


def _points(grade: Grade) -> str:
    return f"{grade.points} of {grade.possible}" if grade.is_mark else "no mark"


def _remark(grade: Grade) -> str:
    reason = f"{grade.standing}: {grade.reason}" if grade.reason else str(grade.standing)
    return f"{reason} [{grade.look}]" if grade.look and grade.is_mark else reason
