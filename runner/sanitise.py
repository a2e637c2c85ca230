r"""Learner text made harmless: whatever could move a cursor, hide or reorder becomes a visible escape.

Control bytes, ANSI and OSC sequences, carriage returns, bidirectional and zero-width characters and bytes that are no
UTF-8 are shown as `\x1b`, `\r`, `\u202e`, `\xff`. Everything that a learner's program sent, printed or named goes
through one of these functions before a person or a CI runner sees it.
"""

from __future__ import annotations

import re
import unicodedata

# Printable by Python's reckoning and yet not to be seen: joiners, fillers, variation selectors.
_UNSEEN = frozenset(map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0)))
_UNSEEN_RANGES = (("\u180b", "\u180f"), ("\ufe00", "\ufe0e"), ("\U000e0100", "\U000e01ef"))

# A byte that was no UTF-8, as Python smuggles it through text (PEP 383).
_SMUGGLED = range(0xDC80, 0xDD00)
_SMUGGLING = 0xDC00
_COLOUR = re.compile(r"\x1b\[[0-9;:]*m")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
_MARKS_IN_A_ROW = 3

# GitHub reads `::command::` after any blanks at a line's start, and `##[command]` anywhere; Azure and TeamCity read
# `##vso[...]` and `##teamcity[...]`.
_COLONS = re.compile(r"^([ \t]*):(?=:)", re.MULTILINE)
_HASHES = re.compile(r"#(?=#\w*\[)")
_ANY_HASHES = re.compile("#(?=#)")


def terminal_text(text: str | bytes) -> str:
    """Return text that is safe to print; keeps line ends and tabs."""
    return _escaped(as_text(text), keep="\n\t")


def single_line(text: str | bytes) -> str:
    r"""Return text that is safe to print on one line; line ends and tabs are shown as `\n` and `\t`."""
    return _escaped(as_text(text), keep="")


def without_colours(text: str) -> str:
    """Return what a program printed without its colours; every other sequence stays, to be shown as it is."""
    return _COLOUR.sub("", text)


def wire_text(content: bytes) -> str:
    r"""Return bytes as text, still with its ASCII controls; what cannot be seen by itself becomes `\xcd\xb9`."""
    return "".join(map(wire_sign, content.decode("utf-8", "surrogateescape")))


def wire_sign(character: str) -> str:
    """Return one character of such a text: what is no sign of its own, such as an accent, as its bytes."""
    if character.isascii() or (character.isprintable() and _width(character) and not _is_unseen(character)):
        return character
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogateescape"))


def ci_log(text: str | bytes) -> str:
    """Return text that is safe in the log of a CI job: no line of it is taken for a command."""
    return ci_inert(terminal_text(text))


def ci_line(text: str | bytes) -> str:
    """Return text that is safe in the log of a CI job, on one line."""
    return ci_inert(single_line(text))


def ci_inert(text: str) -> str:
    """Return safe text (it may hold colours of ours) of which no line is taken for a command."""
    return _HASHES.sub("# ", _COLONS.sub(r"\1: ", text))


def ci_markup(text: str) -> str:
    """Return HTML or XML that means the same, and of which no line is taken for a command in the log of a CI job."""
    return _HASHES.sub("&#35;", _COLONS.sub(r"\1&#58;", text))


def ci_json(text: str) -> str:
    """Return JSON that means the same, and of which no line is taken for a command in the log of a CI job."""
    return _ANY_HASHES.sub(r"\\u0023", text)


def as_text(text: str | bytes) -> str:
    r"""Return bytes as text; those that are no UTF-8 become `\xff`."""
    return text.decode("utf-8", "backslashreplace") if isinstance(text, bytes) else text


def ascii_only(text: str) -> str:
    r"""Return text for a terminal without UTF-8: everything beyond ASCII becomes an escape such as `\xe9`."""
    return text.encode("ascii", "backslashreplace").decode("ascii")


def columns(text: str) -> int:
    """Return how many columns a terminal needs for a line of safe text."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _escaped(text: str, keep: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        safe = character in keep or (character.isprintable() and not _is_unseen(character))
        shown.append(character if safe and marks <= _MARKS_IN_A_ROW else _escape(character))
    return "".join(shown)


def _is_unseen(character: str) -> bool:
    return character in _UNSEEN or any(low <= character <= high for low, high in _UNSEEN_RANGES)


def _escape(character: str) -> str:
    code = ord(character)
    if code in _SMUGGLED:
        return f"\\x{code - _SMUGGLING:02x}"
    if character.isascii():
        return _SHORT.get(character, f"\\x{code:02x}")
    return ascii_only(character)
