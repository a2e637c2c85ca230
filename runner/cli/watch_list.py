"""The list inside `kata watch`: move, search, filter, and choose where to go on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from enum import Enum

from runner.cli.watch_screen import Screen
from runner.model import Kata, KataProgress, Progress, Status, Syllabus
from runner.words import say

FRAME_LINES = 4  # heading, what is shown, an empty line and the keys
FEWEST_ROWS = 3
KEYS = say("watch.list.keys")

_ENTER = frozenset({"\r", "\n"})
_RUBOUT = frozenset({"\x7f", "\b"})
_ESCAPE = "\x1b"


class Filter(Enum):
    """Which katas are listed."""

    ALL = "all"
    DONE = "done"
    PENDING = "pending"


FILTERS = {
    Filter.ALL: "watch.list.all",
    Filter.DONE: "watch.list.done",
    Filter.PENDING: "watch.list.pending",
}


class KataList:
    """The katas as lines with one of them marked."""

    def __init__(self, syllabus: Syllabus, progress: Progress, current: str, screen: Screen) -> None:
        self._katas = syllabus.katas
        self._progress = progress
        self._current = current
        self._screen = screen
        self._filter = Filter.ALL
        self._search = ""
        slugs = [kata.slug for kata in self._katas]
        self._at = slugs.index(current) if current in slugs else 0

    def choose(self, read: Callable[[], str]) -> str:
        """Let the learner move about; return the kata to go on with, or an empty text."""
        while True:
            self._show()
            key = read()
            rows = self._rows()
            if key in {"q", "l", "", _ESCAPE}:
                return ""
            if key in {"c", *_ENTER} and rows:
                return rows[self._at].slug
            if key == "s":
                self._ask(read)
            self._press(key, len(rows))

    def _press(self, key: str, count: int) -> None:
        filters = {"d": Filter.DONE, "p": Filter.PENDING}
        moves = {"j": self._at + 1, "k": self._at - 1, "g": 0, "G": count - 1}
        if key in filters:
            self._filter = Filter.ALL if self._filter is filters[key] else filters[key]
            self._at = 0
        elif key in moves:
            self._at = max(0, min(moves[key], count - 1))

    def _ask(self, read: Callable[[], str]) -> None:
        """Read the text to search for, a key at a time."""
        self._search = ""
        while True:
            self._at = 0
            self._show(is_searching=True)
            key = read()
            if key in _ENTER or not key:
                return
            if key == _ESCAPE:
                self._search = ""
                return
            self._search = self._search[:-1] if key in _RUBOUT else self._search + key

    def _rows(self) -> list[Kata]:
        wanted = self._search.casefold()
        return [
            kata
            for kata in self._katas
            if wanted in f"{kata.slug} {kata.title}".casefold()
            and (self._filter is Filter.ALL or (self._filter is Filter.DONE) is self._progress.of(kata.slug).passed)
        ]

    def _show(self, *, is_searching: bool = False) -> None:
        style, rows = self._screen.style, self._rows()
        self._at = max(0, min(self._at, len(rows) - 1))
        self._screen.clear()
        which = say(FILTERS[self._filter])
        heading = say("watch.list.heading", count=len(rows), of=len(self._katas), which=which)
        heading += say("watch.list.search", text=style.clean(self._search)) if self._search or is_searching else ""
        lines = [style.paint(heading, "bold")]
        room = max(FEWEST_ROWS, shutil.get_terminal_size((80, 24)).lines - FRAME_LINES)
        first = max(0, min(self._at - room // 2, len(rows) - room))
        lines += [self._line(kata, is_here=at == self._at) for at, kata in enumerate(rows)][first : first + room]
        lines.append(say("watch.list.searching") if is_searching else style.cut(style.own(KEYS), style.room))
        self._screen.say("\n".join(lines))

    def _line(self, kata: Kata, *, is_here: bool) -> str:
        style, known = self._screen.style, self._progress.of(kata.slug)
        mark = ">" if is_here else " "
        here = say("watch.list.here") if kata.slug == self._current else ""
        text = style.cut(f"{style.clean(kata.slug)}  {style.prose(kata.title)}{here}", style.room - 5)
        return f"{mark} {style.glyph(_status(known))} {style.paint(text, 'bold') if is_here else text}"


def _status(known: KataProgress) -> Status:
    if known.passed:
        return Status.PASSED
    if known.skipped:
        return Status.SKIPPED
    return Status.FAILED if known.attempts else Status.NOT_RUN
