"""The vertical lines of a sequence, and arrows between them, in plain characters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from runner.reporters.terminal.style import Style, pad
from runner.sanitise import columns
from runner.tracing.records import Arrow, ArrowKind, Lane
from runner.words import say

LEFT = 11  # the number of the step and the time
HANDLER_GAP = 12
LEAST_GAP = 24
MOST_WORDS = 3
MOST_DETAIL = 3
HEADS = {
    Lane.CLIENT: say("terminal.flow.client"),
    Lane.SERVER: say("terminal.flow.server"),
    Lane.HANDLER: say("terminal.flow.handler"),
    Lane.DATABASE: say("terminal.flow.database"),
    Lane.UPSTREAM: say("terminal.flow.upstream"),
}


def narrowest(lanes: Sequence[Lane]) -> int:
    """Return how many columns a drawing of these lanes needs."""
    gaps = sum(HANDLER_GAP if lane is Lane.HANDLER else LEAST_GAP for lane in lanes[1:])
    return LEFT + gaps + (LEAST_GAP if lanes[-1] is Lane.HANDLER else 4)


class Drawing:
    """Lanes at fixed columns; every method returns whole lines."""

    def __init__(self, lanes: Sequence[Lane], style: Style) -> None:
        self._style = style
        self._bar, self._line = ("|", "-") if style.ascii else ("│", "─")
        self._at = _places(lanes, style.room)

    def heads(self) -> list[str]:
        """Return the names of the lanes."""
        line = pad(self._style.paint("", "dim") + "  #     ms ", LEFT)
        for lane, place in self._at.items():
            name = HEADS[lane]
            start = min(max(place - len(name) // 2, len(line) + 1), self._style.room - len(name))
            line = pad(line, start) + name
        return [line]

    def pause(self) -> str:
        """Return a line in which nothing happens."""
        return self._lane_line("", {})

    def arrow(self, arrow: Arrow, number: str = "") -> list[str]:
        """Return an arrow with its words on it and its details beneath."""
        head = f"{number:>3}{_milliseconds(arrow.at_ms):>7} "
        if arrow.origin is arrow.target:
            return self._note(arrow, head)
        # A lane without facts of its own is passed by.
        origin, target = self._at[arrow.origin], self._at[arrow.target]
        low, high = min(origin, target), max(origin, target)
        words, *more = self._style.wrap(self._style.clean(arrow.words), "", MOST_WORDS, high - low - 7) or [""]
        drawn = self._shaft(arrow, words, high - low - 1)
        lines = [self._lane_line(head, {low + 1: self._painted(arrow, drawn)})]
        lines += [self._lane_line("", {low + 4: text}) for text in more]
        for detail in arrow.details:
            lines += self._beneath(detail, low, high, MOST_DETAIL)
        return lines

    def beneath(self, text: str) -> list[str]:
        """Return a remark under an answer: what was expected instead."""
        places = list(self._at.values())
        return self._beneath(text, places[0], places[1], MOST_DETAIL, color="red")

    def _shaft(self, arrow: Arrow, words: str, room: int) -> str:
        if arrow.kind is ArrowKind.EVENT:
            side = room - columns(words) - 2
            return f"{'~' * (side // 2)} {words} {'~' * (side - side // 2)}"
        if arrow.kind is ArrowKind.NOTE:
            return f"   ({self._style.cut(words, room - 6)})"
        line = self._line
        rest = room - columns(words) - 5
        if self._at[arrow.origin] < self._at[arrow.target]:
            return f"{line * 2} {words} {line * rest}>"
        # A wrong answer is told from a right one by its line too, not by its colour alone.
        if arrow.is_wrong:
            return f"<= {words} {'=' * (rest + 1)}"
        return f"<{line} {words} {line * (rest + 1)}"

    def _note(self, arrow: Arrow, head: str) -> list[str]:
        place = self._at[arrow.target]
        after = [other for other in self._at.values() if other > place]
        room = (after[0] if after else self._style.room) - place - 3
        lines = self._style.wrap(self._style.clean(arrow.words), "", MOST_WORDS, room)
        return [self._lane_line(head if not index else "", {place + 2: text}) for index, text in enumerate(lines)]

    def _beneath(self, text: str, low: int, high: int, most: int, color: str = "") -> list[str]:
        wrapped = self._style.wrap(self._style.clean(text), "", most, high - low - 5)
        return [self._lane_line("", {low + 4: self._style.paint(line, color) if color else line}) for line in wrapped]

    def _painted(self, arrow: Arrow, drawn: str) -> str:
        return self._style.paint(drawn, "red") if arrow.is_wrong else drawn

    def _lane_line(self, head: str, texts: dict[int, str]) -> str:
        line, used = pad(head, LEFT), LEFT
        marks = dict.fromkeys(self._at.values(), self._bar)
        for start, text in texts.items():
            width = columns(_bare(text))
            marks = {place: mark for place, mark in marks.items() if not start <= place < start + width}
            marks[start] = text
        for place in sorted(marks):
            line += " " * (place - used) + marks[place]
            used = place + columns(_bare(marks[place]))
        return line.rstrip()


def _bare(text: str) -> str:
    """Return text without its colour, which takes no column."""
    return text.replace("\x1b[31m", "").replace("\x1b[0m", "")


def _places(lanes: Sequence[Lane], width: int) -> dict[Lane, int]:
    """Return the column of each lane; what is left over goes to the gaps that hold words."""
    ends_with_words = lanes[-1] is Lane.HANDLER
    gaps = [HANDLER_GAP if lane is Lane.HANDLER else LEAST_GAP for lane in lanes[1:]]
    wide = [index for index, lane in enumerate(lanes[1:]) if lane is not Lane.HANDLER]
    spare = width - LEFT - sum(gaps) - (LEAST_GAP if ends_with_words else 4)
    for index in wide:
        gaps[index] += max(spare, 0) // len(wide)
    places = [LEFT]
    for gap in gaps:
        places.append(places[-1] + gap)
    if Lane.HANDLER in lanes:
        _give_room_to_words(lanes, places)
    return dict(zip(lanes, places, strict=True))


def _give_room_to_words(lanes: Sequence[Lane], places: list[int]) -> None:
    # The handler stands close to its server, so that what it prints has the room up to the next lane.
    handler = lanes.index(Lane.HANDLER)
    for before, after in pairwise(range(handler + 1)):
        if after == handler:
            places[after] = places[before] + HANDLER_GAP


def _milliseconds(at: float | None) -> str:
    return "" if at is None else f"{at:.1f}" if at < 10 else f"{at:.0f}"  # noqa: PLR2004  below ten, tenths tell
