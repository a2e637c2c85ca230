"""Plant a mistake in a solution: replace texts of it, each of which must stand there exactly once."""

from __future__ import annotations

from pathlib import Path

from runner.errors import PackError
from runner.planted import Change, WrongSolution
from runner.sources.folders import lies_within


def replaced(text: str, change: Change) -> str:
    """Return a text with the change made; ValueError says why it cannot be."""
    times = text.count(change.old)
    if times == 0:
        raise ValueError(f"this text is not in {change.file}")
    if times > 1:
        raise ValueError(f"this text stands {times} times in {change.file}")
    if change.old == change.new:
        raise ValueError("this changes nothing")
    return text.replace(change.old, change.new)


def plant(wrong: WrongSolution, folder: Path) -> None:
    """Make the changes of a wrong solution in a folder in which its base was laid out."""
    for change in wrong.changes:
        file = folder / change.file
        try:
            text = file.read_text(encoding="utf-8") if lies_within(file, folder) else ""
            file.write_text(replaced(text, change), encoding="utf-8")
        except (ValueError, OSError) as error:
            why = f"{change.file} cannot be read" if isinstance(error, OSError) else str(error)
            what = f"the mistake cannot be planted: {why}"
            raise PackError(what, where=str(wrong.folder), fix="kata check shows the place") from None
