"""Show mistakes in authors' files as annotations on a pull request (the workflow commands of GitHub Actions)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from runner.errors import Mistake
from runner.sanitise import single_line


def render_annotations(mistakes: Sequence[Mistake], base: Path) -> str:
    """Return one command a line; files are named as seen from `base`, the root of the checkout."""
    return "\n".join(_annotation(mistake, base) for mistake in mistakes)


def _annotation(mistake: Mistake, base: Path) -> str:
    path = Path(mistake.file)
    file = path.relative_to(base).as_posix() if path.is_relative_to(base) else mistake.file
    place = f"file={_property(file)},line={mistake.line},col={mistake.column}"
    words = " ".join(part for part in (single_line(mistake.message), single_line(mistake.fix)) if part)
    return f"::error {place}::{_escaped(words)}"


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    # A line end in a file's name would begin a command of its own.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
