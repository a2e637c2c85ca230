"""The command that sends an exchange again, folded so that it still pastes: never cut in the middle of a quote."""

from __future__ import annotations

import shlex

from runner.evidence import Exchange, ExchangeKind
from runner.reporters.terminal.style import Style
from runner.words import say

HEAD, REST = say("terminal.label.again"), "    "


def render_again(exchange: Exchange, most: int, elsewhere: str, style: Style) -> list[str]:
    """Return the command on at most so many lines, or where to find it when it does not fit."""
    line = exchange.as_curl() or _as_netcat(exchange)
    if not line:
        return []
    if style.clean(line) != line:  # it would paste as something else
        return style.wrap(say("terminal.again.unprintable", elsewhere=elsewhere), HEAD, min(most, style.lines(1)))
    lines = _folded(_words(line), style.room)
    if 0 < len(lines) <= most:
        return lines
    return style.wrap(say("terminal.again.long", elsewhere=elsewhere), HEAD, min(most, style.lines(1)))


def _as_netcat(exchange: Exchange) -> str:
    r"""Return a line for raw bytes that are plain text; `printf` reads `\\r\\n` and its own `%`."""
    text = exchange.sent.decode("ascii", "replace").replace("\\", "\\\\").replace("%", "%%")
    text = text.replace("\r", "\\r").replace("\n", "\\n")
    if exchange.kind is not ExchangeKind.RAW or not text.isascii() or not text.isprintable() or text[:1] == "-":
        return ""
    return f"printf {shlex.quote(text)} | nc 127.0.0.1 $PORT" if text else ""


def _folded(words: list[str], room: int) -> list[str]:
    """Return the words on lines joined by a backslash; none when a word is longer than a line."""
    lines = [HEAD.rstrip()]
    for word in words:
        if len(lines[-1]) + len(word) + len(" ") + len(" \\") <= room:
            lines[-1] += f" {word}"
        elif len(REST) + len(word) + len(" \\") > room:
            return []
        else:
            lines[-1] += " \\"
            lines.append(f"{REST}{word}")
    return lines


def _words(line: str) -> list[str]:
    """Split a shell line at blanks outside quotes; quotes stay. An option stays with its value."""
    words: list[str] = [""]
    quote, escaped = "", False
    for character in line:
        if character == " " and not quote:
            words.append("")
            continue
        words[-1] += character
        if escaped:
            escaped = False
        elif character == quote:
            quote = ""
        elif character in "'\"" and not quote:
            quote = character
        else:
            escaped = character == "\\" and quote == '"'
    return _with_values(words)


def _with_values(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in {"-X", "-H", "--data-binary"}:
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return joined
