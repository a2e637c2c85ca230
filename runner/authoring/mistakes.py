"""Show mistakes in authors' files: place, what is wrong, the line with a caret, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from runner.errors import Mistake
from runner.sanitise import columns, single_line

WIDEST_SOURCE: Final = 100
_BEFORE_CARET: Final = 70
_LONGEST_WORDS: Final = 400
_STYLES: Final = {"error": "\x1b[31m", "place": "\x1b[1m", "fix": "\x1b[36m"}
_PLAIN: Final = "\x1b[0m"


def render_mistakes(mistakes: Sequence[Mistake], *, color: bool = False, base: Path | None = None) -> str:
    """Return all mistakes as text, at most five lines each; files below `base` are named as seen from there."""
    styles = _STYLES if color else {}
    return "\n\n".join("\n".join(_lines(mistake, base, styles)) for mistake in mistakes)


def _lines(mistake: Mistake, base: Path | None, styles: dict[str, str]) -> Iterator[str]:
    place = f"{_shown_file(mistake.file, base)}:{mistake.line}:{mistake.column}:"
    yield f"{_styled(place, 'place', styles)} {_styled('error:', 'error', styles)} {_words(mistake.message)}"
    if mistake.source.strip():
        before, rest = _window(mistake.source, mistake.column - 1)
        yield f"    {before}{rest}"
        yield f"    {' ' * columns(before)}{_styled('^', 'error', styles)}"
    if mistake.fix:
        yield f"  {_styled(_words(mistake.fix), 'fix', styles)}"


def _styled(text: str, name: str, styles: dict[str, str]) -> str:
    return f"{styles[name]}{text}{_PLAIN}" if name in styles else text


def _words(text: str) -> str:
    shown = single_line(text)
    return shown if len(shown) <= _LONGEST_WORDS else f"{shown[:_LONGEST_WORDS]}…"


def _shown_file(file: str, base: Path | None) -> str:
    path = Path(file)
    if base is not None and path.is_absolute() and path.is_relative_to(base):
        return single_line(str(path.relative_to(base)))
    return single_line(file)


def _window(source: str, column: int) -> tuple[str, str]:
    """Return the line before and from the caret on, cut to a width that a terminal holds."""
    column = max(0, min(column, len(source)))
    before, rest = source[:column], source[column:].rstrip()
    if columns(source) > WIDEST_SOURCE and len(before) > _BEFORE_CARET:
        before = "…" + before[-_BEFORE_CARET:]
    else:
        before = before[len(source) - len(source.lstrip()) :] if before.strip() else ""
    room = max(1, WIDEST_SOURCE - len(before))
    return single_line(before), single_line(rest[:room]) + ("…" if len(rest) > room else "")
