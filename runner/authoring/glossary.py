"""The glossary in docs/glossary.md, made of what each README says of the words that it brings in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from runner.model import Kata, Syllabus

PLACE: Final = Path("docs/glossary.md")
INTRODUCTION: Final = """\
# Words

What the words of a backend mean, each in a sentence, and the kata that brings it in: there it stands under *Words*.
`pytest tests/unit/authoring/test_glossary.py --record` writes this page.
"""

_SECTION: Final = re.compile(r"^## Words\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_WORD: Final = re.compile(r"^- \*\*(.+?)\*\*: (.+)$", re.MULTILINE)


def glossary_text(syllabus: Syllabus) -> str:
    """Return docs/glossary.md for a pack."""
    entries = sorted(
        (word.casefold(), f"- **{word}**: {meaning} ([{kata.slug}](../katas/{kata.slug}/README.md#words))")
        for kata in syllabus.katas
        for word, meaning in words_of(kata)
    )
    return "\n".join([INTRODUCTION, *(line for _, line in entries)]) + "\n"


def words_of(kata: Kata) -> Iterator[tuple[str, str]]:
    """Yield each word that a kata brings in, and what it means."""
    section = _SECTION.search((kata.folder / "README.md").read_text("utf-8"))
    if section:
        yield from ((found[1], found[2]) for found in _WORD.finditer(section[1]))
