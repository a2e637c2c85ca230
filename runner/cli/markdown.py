"""A task as it reads on a terminal: the paragraphs of its Markdown wrapped, everything else as it is."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from runner.sanitise import ascii_code, readable_ascii

FENCE = re.compile(r" {0,3}(```+|~~~+)")
AS_IT_IS = re.compile(r"\s*$|#|\||<|    |\t| {0,3}([-*_] ?){3,}$|\[[^]]+\]:")
BEGINNING = re.compile(r"( *(?:[-*+]|\d+[.)]) +)|( *> ?)")
CODE_SPAN = re.compile(r"(`+[^`\n]+`+)")
NO_BREAK = "\x1f"  # no text that is safe to print holds it
FORCED_BREAK = ("  ", "\\")


def wrapped_markdown(text: str, width: int) -> str:
    """Return the text with its paragraphs, list items and quotes in lines that fit."""
    lines: list[str] = []
    for first, rest, words in _blocks(CODE_SPAN.sub(lambda span: _kept_whole(span[0], width // 2), text)):
        # In one word there is nothing to break: addresses stay whole.
        lines += textwrap.wrap(
            words, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
        ) if words else [first]  # fmt: skip
    return "\n".join(lines).replace(NO_BREAK, " ")


def ascii_markdown(text: str) -> str:
    """Return the text in ASCII: prose in plain letters, code with the code of each letter."""
    return "\n".join(
        ascii_code(line) if is_code else "".join(map(_ascii_part, CODE_SPAN.split(line)))
        for line, is_code in _lines(text)
    )


def _kept_whole(code: str, most: int) -> str:
    return code.replace(" ", NO_BREAK) if len(code) <= most else code


def _ascii_part(part: str) -> str:
    return ascii_code(part) if part.startswith("`") else readable_ascii(part)


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it is one of a block of code."""
    fence = ""
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if fence:
            yield line, True
            fence = "" if mark and mark[1].startswith(fence) else fence
        else:
            fence = mark[1] if mark else ""
            yield line, bool(mark)


def _blocks(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield how each block begins, how its other lines begin, and its words; a line that stays has no words."""
    block: tuple[str, str, str] | None = None
    for line, is_code in _lines(text):
        beginning = BEGINNING.match(line)
        stays = is_code or (AS_IT_IS.match(line) is not None and not (block and line.startswith("  ") and line.strip()))
        if block and (stays or beginning or block[2].endswith(FORCED_BREAK)):
            yield block
            block = None
        if stays:
            yield line, "", ""
        elif block:
            block = (block[0], block[1], f"{block[2].rstrip(' ')} {line.lstrip()}")
        else:
            first = beginning[0] if beginning else line[: len(line) - len(line.lstrip())]
            block = (first, first if beginning and beginning[2] else " " * len(first), line[len(first) :])
    if block:
        yield block
