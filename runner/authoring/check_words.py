"""See that a kata uses no word before the stage that introduces it, as `words:` of the stages in katas.yaml say.

Prose alone is read: what stands in backticks or in a code block is a name, not a word that must be understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from runner.authoring.check_folders import beginning_of
from runner.errors import Mistake, PackError
from runner.marked_yaml import Document, read_yaml
from runner.model import Kata

_CODE: Final = re.compile(r"^(```|~~~).*?(?:^\1|\Z)|`[^`\n]*`|\S+://\S+|<!--.*?-->", re.MULTILINE | re.DOTALL)
_SHOWN_KEYS: Final = frozenset({"title", "teaches", "rules", "hints", "why"})

Steps = tuple[str | int, ...]


def later_words(syllabus: Document) -> dict[str, dict[str, str]]:
    """Return, by stage, the words that come after it, and which stage introduces each."""
    listed = syllabus.value.get("stages")
    stages = [stage for stage in listed if isinstance(stage, dict)] if isinstance(listed, list) else []
    return {str(stage.get("id")): _introduced(stages[at + 1 :]) for at, stage in enumerate(stages)}


def word_mistakes(kata: Kata, words: Mapping[str, str]) -> Iterator[Mistake]:
    """Yield every place where a kata uses one of the words that come after its stage."""
    if not words:
        return
    pattern = _pattern(words)
    yield from _readme_mistakes(kata, pattern, words)
    for path in (kata.folder / "kata.yaml", kata.checks_file):
        try:
            document = read_yaml(path)
        except PackError:
            continue  # said elsewhere
        for steps, text in _shown_texts(document.value, ()):
            for found in pattern.finditer(_prose(text)):
                message, fix = _said(found[0], words, kata)
                yield _placed(document, steps, found[0], message, fix)


def _introduced(stages: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the words of these stages, and which stage introduces each."""
    found: dict[str, str] = {}
    for stage in stages:
        words = stage.get("words")
        for word in words if isinstance(words, list) else ():
            if isinstance(word, str) and word.strip():
                found.setdefault(" ".join(word.split()), str(stage.get("id")))
    return found


def _pattern(words: Mapping[str, str]) -> re.Pattern[str]:
    # The longest first, so that "access token" is not found as "token".
    known = "|".join(_as_pattern(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w/.-])(?:{known})(?![\w/-])")


def _as_pattern(word: str) -> str:
    """Return what finds a word and its plural: in any case, or as it is written where it has capitals (REST)."""
    written = re.escape(word).replace(r"\ ", r"\s+")
    return rf"(?i:{written}(?:e?s)?)" if word == word.lower() else rf"{written}(?:e?s)?"


def _readme_mistakes(kata: Kata, pattern: re.Pattern[str], words: Mapping[str, str]) -> Iterator[Mistake]:
    readme = kata.folder / "README.md"
    source = beginning_of(readme).decode("utf-8", "replace")
    lines = source.splitlines()
    prose = _prose(source)
    for found in pattern.finditer(prose):
        line = prose.count("\n", 0, found.start()) + 1
        column = found.start() - (prose.rfind("\n", 0, found.start()) + 1) + 1
        message, fix = _said(found[0], words, kata)
        yield Mistake(str(readme), line, column, message, fix, lines[line - 1] if line <= len(lines) else "")


def _said(word: str, words: Mapping[str, str], kata: Kata) -> tuple[str, str]:
    stage = next(stage for known, stage in words.items() if re.fullmatch(_as_pattern(known), word))
    message = f"'{word}' is a word of the stage {stage}, and {kata.slug} stands in {kata.stage}"
    return message, "Say it in words that the learner knows by now, or take it off the list `words:` in katas.yaml."


def _prose(text: str) -> str:
    """Return a text with everything that is code blanked out; places stay what they are."""
    return _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _shown_texts(value: Any, path: Steps) -> Iterator[tuple[Steps, str]]:
    """Yield the texts that a learner may come to see, with their places."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _SHOWN_KEYS:
                yield from _texts(inner, (*path, key))
            elif key == "checks":
                yield from _shown_texts(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _shown_texts(inner, (*path, at))


def _texts(value: Any, path: Steps) -> Iterator[tuple[Steps, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(inner, (*path, key))


def _placed(document: Document, steps: Steps, word: str, message: str, fix: str) -> Mistake:
    """Point at the word itself where it stands on one of the value's lines."""
    place = document.place(steps)
    for number in range(place.line, min(place.line + 30, len(document.lines)) + 1):
        line = document.lines[number - 1]
        start = line.find(word, place.column - 1 if number == place.line else 0)
        if start >= 0:
            return Mistake(document.file, number, start + 1, message, fix, line)
    return document.mistake(steps, message, fix)
