"""What the history adds up to: how far, how long, and which stages are whole."""

from __future__ import annotations

from runner.model import KataProgress, Practice, Progress, Status, Syllabus
from runner.progress import StageProgress, stages_of
from runner.reporters.terminal.listing import state_of, status_of, total
from runner.reporters.terminal.style import Style, pad
from runner.sanitise import columns
from runner.words import say, say_many

BAR = 24
STAGE_BAR = 12
MINUTES = 60  # of an hour
MARGIN = 4


def render_progress(syllabus: Syllabus, progress: Progress, practice: Practice, style: Style) -> str:
    """Return a bar for the whole and for each stage, attempts, time and streak, and the katas that were worked on."""
    passed = sum(progress.of(kata.slug).passed for kata in syllabus.katas)
    whole = f"{_bar(passed, len(syllabus.katas), BAR, style)}  {total(syllabus, progress)}"
    lines = [style.cut(whole, style.room), _practice_line(practice, style)]
    stages = stages_of(syllabus, progress)
    room = max((columns(style.prose(stage.title)) for stage in stages), default=0)
    has_katas = True
    for stage in stages:
        katas = _kata_lines(stage, progress, style)
        lines += [""] if katas or has_katas else []
        lines += [_stage_line(stage, room, style), *katas]
        has_katas = bool(katas)
    return "\n".join(lines)


def _stage_line(stage: StageProgress, room: int, style: Style) -> str:
    sign = style.glyph(Status.PASSED) if stage.is_whole else " "
    bar = _bar(stage.passed, stage.of, STAGE_BAR, style)
    text = say("terminal.stage.whole" if stage.is_whole else "terminal.stage", passed=stage.passed, of=stage.of)
    room = min(room, max(style.room - MARGIN - STAGE_BAR - columns(text), 1))
    title = style.paint(pad(style.cut(style.prose(stage.title), room), room), "bold")
    return f"{sign} {title} {bar} {style.paint(text, 'green') if stage.is_whole else text}"


def _kata_lines(stage: StageProgress, progress: Progress, style: Style) -> list[str]:
    touched = [progress.of(slug) for slug in stage.katas if progress.of(slug).first_at]
    room = max((columns(style.clean(known.slug)) for known in touched), default=0)
    texts = (f"{pad(style.clean(known.slug), room)}  {state_of(known)}{_detail(known)}" for known in touched)
    return [
        f"  {style.glyph(status_of(known))} {style.cut(text, style.room - MARGIN)}"
        for known, text in zip(touched, texts, strict=True)
    ]


def _bar(part: int, whole: int, width: int, style: Style) -> str:
    filled = width * part // whole if whole else 0
    return style.own("█" * filled + "░" * (width - filled))


def _detail(known: KataProgress) -> str:
    parts = [
        say_many("terminal.attempts", known.attempts) if known.attempts else "",
        say_many("terminal.hints", known.hints_shown) if known.hints_shown else "",
        say("terminal.solution-seen") if known.solution_seen else "",
        known.passed_at[:10],
    ]
    return "".join(f", {part}" for part in parts if part)


def _practice_line(practice: Practice, style: Style) -> str:
    # A streak that ended is nobody's business.
    streak = [say_many("terminal.streak", practice.streak)] if practice.streak else []
    at_work = say("terminal.at-work", duration=_duration(practice.seconds))
    parts = (say_many("terminal.attempts", practice.attempts), at_work, *streak)
    return style.cut(f" {style.dot} ".join(parts), style.room)


def _duration(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < MINUTES:
        return say("terminal.minutes", minutes=minutes)
    return say("terminal.hours", hours=minutes // MINUTES, minutes=minutes % MINUTES)
