"""One exchange on a few lines: request on the left, answer on the right, or bytes as they went over the wire."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from runner.evidence import Exchange, ExchangeKind, Headers, Request, Response
from runner.reporters.terminal.style import Style, pad
from runner.sanitise import columns, wire_sign
from runner.words import say

WIDE = 80
ARROW = "->"
LAST_KEY = re.compile(r"\.(\w+)|\[\"([^\"]+)\"\]")
BYTE = re.compile(r"byte (\d+)")


@dataclass(frozen=True, slots=True)
class Clip:
    """A part of some bytes as safe text, and how many of how many bytes that is."""

    text: str
    shown: int
    whole: int

    @property
    def note(self) -> str:
        """Return what to say about the rest, if there is one."""
        if self.shown == self.whole:
            return ""
        return say("terminal.shown", shown=self.shown, whole=self.whole) + say("terminal.shown.end")


def render_exchange(exchange: Exchange, style: Style, where: str = "", actual: str = "") -> list[str]:
    """Return an exchange on two to four lines; `where` and `actual` tell which part must be in sight."""
    if exchange.kind is ExchangeKind.RAW:
        return _raw(exchange, style, where)
    if exchange.request is None:
        return _event(exchange, style)
    return _http(exchange, exchange.request, style, _in_sight(exchange.response, where, actual))


def render_heads(exchange: Exchange, style: Style) -> list[str]:
    """Return the headers of request and answer, one a line, for the verbose report."""
    heads: list[tuple[str, Headers]] = []
    if exchange.request is not None:
        heads.append((">", exchange.request.headers))
    if exchange.response is not None:
        heads.append(("<", exchange.response.headers))
    return [
        style.paint(style.cut(f"    {side} {style.clean(name)}: {style.clean(value)}", style.room), "dim")
        for side, headers in heads
        for name, value in headers
    ]


def clip(content: bytes, size: int, room: int, style: Style, around: str = "") -> Clip:
    """Return what of a body fits so many columns, beginning a little before the text that must be in sight."""
    text = content.decode("utf-8", "surrogateescape")
    whole = max(size, len(content))
    begin = text.find(around) if around else -1
    start = max(begin - room // 3, 0) if begin + len(around) > room * 2 // 3 else 0
    shown, count = _fitting(text[start:], room, style)
    if start == 0 and count == len(text) and whole == len(content):
        return Clip(shown, whole, whole)
    ellipsis = style.own("…")
    head = ellipsis if start else ""
    shown, count = _fitting(text[start:], room - len(head) - len(ellipsis), style)
    tail = ellipsis if start + count < len(text) or whole > len(content) else ""
    size_shown = len(_as_bytes(text[start : start + count]))
    return Clip(f"{head}{shown}{tail}", size_shown, whole)


def _fitting(text: str, room: int, style: Style, told: Callable[[str], str] = str) -> tuple[str, int]:
    """Return the beginning of a text that fits, made harmless, and how many of its characters that is."""
    used = 0
    pieces: list[str] = []
    for character in text[: max(room, 0)]:
        piece = style.clean(told(character))
        used += columns(piece)
        if used > room:
            break
        pieces.append(piece)
    return "".join(pieces), len(pieces)


def _in_sight(response: Response | None, where: str, actual: str) -> str:
    """Return the text of a body that must be shown: the field where it differs, or what came."""
    text = response.body.decode("utf-8", "surrogateescape") if response else ""
    keys = [name or quoted for name, quoted in LAST_KEY.findall(where)]
    if where.startswith("json") and keys and f'"{keys[-1]}"' in text:
        return f'"{keys[-1]}"'
    return actual if where.startswith(("json", "body")) and actual in text else ""


def _http(exchange: Exchange, request: Request, style: Style, around: str) -> list[str]:
    # The answer stands on the right where there is room, otherwise below.
    wide = style.room >= WIDE
    left_room = (style.room - 2 - 8) * 2 // 5 if wide else style.room - 2
    right_room = style.room - 2 - 8 - left_room if wide else style.room - 5
    line = style.clean(f"{request.method} {request.target}")
    if columns(line) > left_room:
        left_room, right_room, wide = style.room - 2, style.room - 5, False
    left = [style.cut(line, left_room), *_body(request, left_room, style)]
    right = _answer(exchange, right_room, style, around)
    return _side_by_side(left, right, left_room) if wide else _stacked(left, right)


def _side_by_side(left: Sequence[str], right: Sequence[str], left_room: int) -> list[str]:
    lines: list[str] = []
    for index in range(max(len(left), len(right))):
        sent = left[index] if index < len(left) else ""
        came = right[index] if index < len(right) else ""
        between = f"  {ARROW}  " if index == 0 else " " * 6
        lines.append(f"  {pad(sent, left_room)}{between}{came}".rstrip())
    return lines


def _stacked(left: Sequence[str], right: Sequence[str]) -> list[str]:
    return [f"  {line}" for line in left] + [
        f"  {ARROW if index == 0 else '  '} {line}" for index, line in enumerate(right)
    ]


def _body(message: Request | Response, room: int, style: Style, around: str = "") -> list[str]:
    if not message.body:
        return []
    shown = clip(message.body, message.body_size, room, style, around)
    return [shown.text, style.cut(shown.note, room)] if shown.note else [shown.text]


def _answer(exchange: Exchange, room: int, style: Style, around: str) -> list[str]:
    fault = style.clean(exchange.fault)
    if exchange.response is None:
        # As the suite says it, in English.
        is_said = fault.startswith("no answer")
        words = fault if is_said else say("terminal.no-answer-since", fault=fault).rstrip(": ")
        return style.wrap(words, "", 3, room)
    response = exchange.response
    status = style.clean(f"{response.status} {response.reason}".rstrip())
    lines = [style.cut(status, room), *_body(response, room, style, around)]
    return [*lines, style.cut(f"({fault})", room)] if fault else lines


def _event(exchange: Exchange, style: Style) -> list[str]:
    text = style.clean(exchange.label)
    if exchange.fault:
        text += f" {ARROW} {style.clean(exchange.fault)}"
    return style.wrap(text, "  ", 2)


def _raw(exchange: Exchange, style: Style, where: str) -> list[str]:
    match = BYTE.fullmatch(where)
    place = int(match[1]) - 1 if match else -1
    lines = _wire_bytes(say("terminal.sent"), exchange.sent, -1, style) if exchange.sent else []
    if exchange.received or not exchange.fault:
        lines += _wire_bytes(say("terminal.received"), exchange.received, place, style)
    if exchange.fault:
        lines += style.wrap(style.clean(exchange.fault), "  ", 2)
    return lines


def _wire_bytes(label: str, content: bytes, place: int, style: Style) -> list[str]:
    r"""Return bytes with visible line ends, and a caret under the one that is wrong."""
    head = f"  {label:<10}"
    if not content:
        return [head + say("terminal.nothing")]
    room = style.room - len(head) - 1
    near = min(place, len(content))  # only the beginning of very much is kept
    start = max(near - room // 2, 0) if near > room * 3 // 4 else 0
    rest = content[start:].decode("utf-8", "surrogateescape")
    before, after = style.own("…") if start else "", style.own("…")
    shown, count = _fitting(rest, room - len(before), style, wire_sign)
    if count < len(rest):
        shown, count = _fitting(rest, room - len(before) - len(after), style, wire_sign)
        shown += after
    size = len(_as_bytes(rest[:count]))
    lines = [head + before + shown]
    if 0 <= place <= len(content):
        column = len(head) + len(before) + _columns_before(rest, place - start, style)
        if column < style.room:
            lines.append(" " * column + style.paint("^", "red"))
    note = Clip(shown, size, len(content)).note
    return [*lines, " " * len(head) + note] if note else lines


def _columns_before(text: str, place: int, style: Style) -> int:
    """Return how many columns stand before the character to which a byte belongs."""
    used = seen = 0
    for character in text:
        seen += len(_as_bytes(character))
        if seen > place:
            break
        used += columns(style.clean(wire_sign(character)))
    return used


def _as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
