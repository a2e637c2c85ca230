"""Hold a kata's README against its kata.yaml: the learner reads the one, the checks name the rules of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from runner.errors import Mistake, PackError
from runner.marked_yaml import read_source
from runner.model import Kata, Rule

_RULE: Final = re.compile(r"\*\*(R[0-9]+)\*\*\s")
_CURL: Final = re.compile(r"\bcurl\b.*\$\{?PORT\b")
_LONGEST_PART: Final = 40


@dataclass(frozen=True, slots=True)
class _Paragraph:
    line: int
    text: str
    source: str


def readme_mistakes(kata: Kata) -> Iterator[Mistake]:
    """Yield what is wrong with a README: rules that are missing or differ, no curl line to try."""
    file = str(kata.folder / "README.md")
    try:
        source = read_source(kata.folder / "README.md").decode("utf-8")
    except PackError as error:
        yield from error.mistakes
        return
    except UnicodeDecodeError:
        yield Mistake(file, 1, 1, "the README is not UTF-8", "Save it as UTF-8 in your editor.")
        return
    if not _CURL.search(source):
        fix = "Add one, such as: curl -i http://127.0.0.1:$PORT/"
        yield Mistake(file, 1, 1, "the README has no curl line to try", fix)
    found: dict[str, _Paragraph] = {}
    for paragraph in _paragraphs(source):
        rule = _RULE.match(paragraph.text)
        if rule:
            yield from _unexpected(kata, file, rule[1], paragraph, found)
            found.setdefault(rule[1], paragraph)
    for rule_wanted in kata.rules:
        yield from _rule(file, rule_wanted, found.get(rule_wanted.id))


def _paragraphs(source: str) -> Iterator[_Paragraph]:
    lines: list[str] = []
    for number, line in enumerate([*source.splitlines(), ""], 1):
        if line.strip():
            lines.append(line)
        elif lines:
            yield _Paragraph(number - len(lines), _normal(" ".join(lines)) + " ", lines[0])
            lines = []


def _unexpected(
    kata: Kata, file: str, rule: str, paragraph: _Paragraph, found: dict[str, _Paragraph]
) -> Iterator[Mistake]:
    place = (file, paragraph.line, 1)
    if rule in found:
        yield Mistake(*place, f"{rule} stands here a second time", "Keep one of the two.", paragraph.source)
    elif rule not in {known.id for known in kata.rules}:
        fix = f"Add {rule} to kata.yaml, or remove the paragraph."
        yield Mistake(*place, f"kata.yaml has no rule {rule}", fix, paragraph.source)


def _rule(file: str, rule: Rule, paragraph: _Paragraph | None) -> Iterator[Mistake]:
    if paragraph is None:
        fix = f"Add a paragraph that begins with **{rule.id}** and goes on with the text of kata.yaml."
        yield Mistake(file, 1, 1, f"the README does not hold the rule {rule.id}", fix)
        return
    expected, written = _normal(f"**{rule.id}** {rule.text}"), paragraph.text.strip()
    if expected != written:
        here, there = _first_difference(written, expected)
        fix = f'Here "{here}", there "{there}": make them the same, and give examples a paragraph of their own.'
        message = f"{rule.id} differs from kata.yaml"
        yield Mistake(file, paragraph.line, 1, message, fix, paragraph.source)


def _first_difference(written: str, expected: str) -> tuple[str, str]:
    """Return both texts from the word on in which they first differ."""
    ours, theirs = written.split(), expected.split()
    same = next((at for at, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]), len(ours))
    same = min(same, len(theirs))
    return _beginning(ours[same:]), _beginning(theirs[same:])


def _beginning(words: list[str]) -> str:
    text = " ".join(words) or "(end)"
    return text if len(text) <= _LONGEST_PART else text[:_LONGEST_PART] + "…"


def _normal(text: str) -> str:
    return " ".join(text.split())
