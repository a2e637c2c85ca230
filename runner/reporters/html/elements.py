"""HTML in small pieces; all text that goes in is made harmless and escaped here, once."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from runner.sanitise import single_line, terminal_text
from runner.words import say

LONGEST_BLOCK = 16 * 1024


def text(content: str | bytes) -> str:
    """Return text on one line, harmless and escaped."""
    return escape(single_line(content))


def element(name: str, inside: str, **attributes: str) -> str:
    """Return an element around finished HTML; attribute values are escaped, `class_` stands for `class`."""
    given = "".join(f' {key.rstrip("_").replace("_", "-")}="{text(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{inside}</{name}>"


def block(content: str | bytes, label: str, size: int = 0) -> str:
    """Return preformatted text that can be scrolled by keyboard, with what was left out said below."""
    whole = max(size, len(content))
    cut = content[:LONGEST_BLOCK]
    shown = element("pre", escape(terminal_text(cut)), tabindex="0", role="region", aria_label=label)
    rest = ""
    if whole > len(cut):
        is_bytes = isinstance(content, bytes)
        rest = say("html.shown.bytes" if is_bytes else "html.shown.characters", shown=len(cut), whole=whole)
    return shown + (element("p", rest, class_="quiet") if rest else "")


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a list of names and values; those without a value are left out."""
    rows = "".join(element("dt", text(name)) + element("dd", text(value)) for name, value in pairs if value)
    return element("dl", rows) if rows else ""
