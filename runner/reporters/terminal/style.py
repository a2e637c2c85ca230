"""What the terminal can show, and text cut, wrapped and coloured to fit it.

Everything that is not ours goes through `Style.clean` before it is measured, so widths are those of what is printed.
"""

from __future__ import annotations

from dataclasses import dataclass

from runner.model import Status
from runner.sanitise import ascii_only, columns, readable_ascii, single_line

NARROWEST = 40
USUAL = 80

_GLYPHS = {
    Status.PASSED: ("✓", "+"),
    Status.FAILED: ("✗", "x"),
    Status.ERRORED: ("!", "!"),
    Status.SKIPPED: ("-", "-"),
    Status.NOT_RUN: ("○", "o"),
}
_COLORS = {"red": "31", "green": "32", "yellow": "33", "cyan": "36", "bold": "1", "dim": "2"}
_STATUS_COLORS = {Status.PASSED: "green", Status.FAILED: "red", Status.ERRORED: "yellow"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How to print: with colour, in ASCII alone, how wide, and whether everything is wanted."""

    color: bool = False
    ascii: bool = False
    width: int = 80
    verbose: bool = False
    links: bool = False  # whether places in files may be links
    keys: bool = False  # whether the reader presses keys, in kata watch

    @property
    def room(self) -> int:
        """Return how many columns a line may fill."""
        return max(self.width, NARROWEST)

    def lines(self, most: int) -> int:
        """Return how many lines hold what so many lines of eighty columns do."""
        return -(-most * USUAL // min(self.room, USUAL))

    @property
    def dot(self) -> str:
        """Return what stands between two things on one line."""
        return self.own("·")

    def own(self, text: str) -> str:
        """Return text of ours, without glyphs that the terminal lacks."""
        return readable_ascii(text) if self.ascii else text

    def prose(self, text: str) -> str:
        """Return an author's sentence on one line, harmless, in letters that the terminal has."""
        return self.own(single_line(text))

    def clean(self, text: str | bytes) -> str:
        """Return anybody's text on one line, harmless; each character that the terminal lacks is shown by its code."""
        return ascii_only(single_line(text)) if self.ascii else single_line(text)

    def glyph(self, status: Status) -> str:
        """Return the sign of a status, in its colour."""
        return self.paint(_GLYPHS[status][self.ascii], _STATUS_COLORS.get(status, "dim"))

    def paint(self, text: str, color: str) -> str:
        """Return text in a colour, where there are colours."""
        return f"\x1b[{_COLORS[color]}m{text}\x1b[0m" if self.color and text else text

    def cut(self, text: str, room: int) -> str:
        """Return safe text that fits so many columns, with an ellipsis for what was left out."""
        if columns(text) <= room:
            return text
        ellipsis = self.own("…")
        return take(text, max(room - len(ellipsis), 0)) + ellipsis

    def wrap(self, text: str, first: str, most: int, width: int = 0) -> list[str]:
        """Return safe text in at most so many lines; `first` begins the first one and the others are indented alike."""
        text, width = self.own(text), width or self.room
        lines: list[str] = []
        rest, start = text, first
        while rest and len(lines) < most:
            room = width - columns(start)
            if len(lines) == most - 1:
                lines.append(start + self.cut(rest, room))
                break
            line, rest = _split(rest, room)
            lines.append(start + line)
            start = " " * (len(first) - len(first.lstrip()))
        return lines


def take(text: str, room: int) -> str:
    """Return the beginning of safe text that fits so many columns."""
    if text.isascii():
        return text[:room]
    used = 0
    for index, character in enumerate(text):
        used += columns(character)
        if used > room:
            return text[:index]
    return text


def pad(text: str, room: int) -> str:
    """Return safe text filled up with blanks to so many columns."""
    return text + " " * max(room - columns(text), 0)


def _split(text: str, room: int) -> tuple[str, str]:
    """Split text at the last blank that fits, or in the middle of a word that fits no line."""
    if columns(text) <= room:
        return text, ""
    head = take(text, room + 1)
    blank = head.rfind(" ")
    if blank > 0:
        return text[:blank], text[blank + 1 :].lstrip()
    head = take(text, room)
    return head, text[len(head) :]
