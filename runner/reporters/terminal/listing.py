"""The syllabus with the state of each kata."""

from __future__ import annotations

from runner.model import KataProgress, Progress, Status, Syllabus
from runner.reporters.terminal.style import Style, pad
from runner.sanitise import columns
from runner.words import say, say_many


def render_list(syllabus: Syllabus, progress: Progress, current: str, style: Style) -> str:
    """Return every kata by stage, with its sign, its state in words, and a mark at the current one."""
    room = max((columns(style.clean(kata.name)) for kata in syllabus.katas), default=0)
    lines: list[str] = []
    for stage in syllabus.stages:
        lines += ["", style.paint(style.prose(stage.title), "bold")]
        for slug in stage.katas:
            kata = syllabus.find(slug)
            name, title = (kata.name, kata.title) if kata else (slug, "")
            text = f"{pad(style.clean(name), room)}  {style.prose(title)}"
            mark = ">" if slug == current else " "
            lines.append(_kata_line(mark, text, progress.of(slug), style))
    return "\n".join([*lines[1:], "", total(syllabus, progress)])


def status_of(known: KataProgress) -> Status:
    """Return the sign that a kata gets."""
    if known.passed:
        return Status.PASSED
    if known.skipped:
        return Status.SKIPPED
    return Status.FAILED if known.attempts else Status.NOT_RUN


def state_of(known: KataProgress) -> str:
    """Return how far a kata is, in words."""
    if known.passed:
        return say("terminal.state.passed")
    if known.skipped:
        return say("terminal.state.skipped")
    if known.attempts:
        return say("terminal.points-of", points=known.best_points, possible=known.possible)
    return say("terminal.state.opened") if known.first_at else ""


def total(syllabus: Syllabus, progress: Progress) -> str:
    """Return how many katas are passed, in words."""
    passed = sum(progress.of(kata.slug).passed for kata in syllabus.katas)
    return say_many("terminal.katas-passed", len(syllabus.katas), passed=passed)


def _kata_line(mark: str, text: str, known: KataProgress, style: Style) -> str:
    state = state_of(known)
    left = style.cut(text, style.room - 5 - len(state) - 2)
    line = f"{mark} {style.glyph(status_of(known))} {pad(left, style.room - 5 - len(state) - 2)}  "
    return (line + style.paint(state, "dim")).rstrip()
