r"""Learner text made harmless: whatever could move a cursor, hide or reorder becomes a visible escape.

Control bytes, ANSI and OSC sequences, carriage returns, bidirectional and zero-width characters and bytes that are no
UTF-8 are shown as `\x1b`, `\r`, `\u202e`, `\xff`. Everything that a learner's program sent, printed or named goes
through one of these functions before a person or a CI runner sees it.
"""

from __future__ import annotations

import json
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
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# How signs are typed that have no letters within them.
_TYPED = {
    "…": "...", "·": "-", "•": "*", "█": "#", "░": ".", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",  # noqa: RUF001
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "′": "'", "⁄": "/",  # noqa: RUF001
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "↑": "^", "↓": "v", "↵": "<Enter>", "␣": "<blank>",
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "×": "x", "÷": "/", "±": "+/-", "√": "sqrt ", "∞": "infinity",  # noqa: RUF001
    "¹": "^1", "²": "^2", "³": "^3", "°": " deg ", "✓": "+", "✔": "+", "✗": "x", "✘": "x", "○": "o", "●": "*",
    "€": "EUR", "£": "GBP", "¥": "JPY", "§": "section ", "©": "(c)", "®": "(R)", "µ": "u",
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
    "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "ı": "i",  # noqa: RUF001
    "\u200b": "", "\ufeff": "", "\ufe0f": "",
}  # fmt: skip
_LINES = {"─": "-", "━": "-", "═": "=", "│": "|", "┃": "|", "║": "|"}
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


def readable_ascii(text: str) -> str:
    """Return prose for a terminal without UTF-8: letters without marks, signs as they are typed, else `<U+1F600>`.

    For what a person reads; where each byte counts, `ascii_only` tells more.
    """
    return text if text.isascii() else "".join(map(_readable, text))


def _readable(character: str) -> str:
    if character.isascii():
        return character
    if character in _TYPED:
        return _TYPED[character]
    if "\u2500" <= character <= "\u257f":
        return _LINES.get(character, "+")
    if unicodedata.combining(character):
        return ""
    plain = "".join(_TYPED.get(each, each) for each in unicodedata.normalize("NFKD", character))
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return plain if plain.isascii() else _named(character)


def ascii_code(text: str) -> str:
    """Return code for a terminal without UTF-8: a letter is shown as `<U+00E9>`, since another one would be wrong."""
    if text.isascii():
        return text
    shown = _TYPED | _LINES
    return "".join(each if each.isascii() else shown.get(each) or _named(each) for each in text)


def _named(character: str) -> str:
    return f"<U+{ord(character):04X}>"


def ascii_json(text: str) -> str:
    """Return JSON that means the same in ASCII alone."""
    return text if text.isascii() else _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text)


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
