"""The longer texts of the learner's commands, from records."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import Any

from runner.app.opening import Opening
from runner.cli.markdown import ascii_markdown, wrapped_markdown
from runner.cli.output import Output, is_terminal
from runner.cli.workspace import shown
from runner.model import Kata
from runner.sanitise import terminal_text
from runner.words import say

LINE = "─"


def opening_text(opening: Opening, output: Output) -> str:
    """Return the task in short: what it teaches, the rules, the file to edit and the command to type."""
    kata, opened = opening.kata, opening.opened
    lines = [
        say(
            "cli.opening.heading",
            number=opening.number,
            of=opening.of,
            title=kata.title,
            name=kata.name,
            track=opening.language,
        )
    ]
    lines.append(("-" if output.ascii else LINE) * min(output.width, 80))
    lines += [*wrapped(kata.teaches, output), "", say("cli.opening.rules"), *rules_lines(kata, output), ""]
    for path in opened.kept:
        lines.append(say("cli.opening.kept", path=shown(path)))
    lines.append(say("cli.opening.task", path=shown(opened.folder / "README.md")))
    lines.append(say("cli.opening.edit", path=shown(opened.entry or opened.folder)))
    lines.append(say("cli.opening.next"))
    if output.ascii and not all(text.isascii() for text in (kata.teaches, *(rule.text for rule in kata.rules))):
        lines += wrapped(say("cli.ascii.replaced", path=shown(opened.folder / "README.md")), output)
    return "\n".join(lines)


def opening_to_data(opening: Opening) -> dict[str, Any]:
    """Return an opened kata as plain data."""
    opened = opening.opened
    return {
        "kata": opening.kata.slug,
        "title": opening.kata.title,
        "number": opening.number,
        "of": opening.of,
        "track": opening.track.slug,
        "language": opening.language,
        "folder": str(opened.folder),
        "entry": str(opened.entry) if opened.entry else None,
        "created": [str(path) for path in opened.created],
        "kept": [str(path) for path in opened.kept],
    }


def rules_lines(kata: Kata, output: Output) -> list[str]:
    """Return the numbered rules, wrapped."""
    lines: list[str] = []
    for rule in kata.rules:
        first = f"  {rule.id:<4}"
        text = ascii_markdown(rule.text) if output.ascii else rule.text
        lines += textwrap.wrap(text, min(output.width, 80), initial_indent=first, subsequent_indent=" " * 6)
    return lines


def wrapped(text: str, output: Output) -> list[str]:
    """Return a text in lines that fit."""
    return [line for part in text.splitlines() for line in textwrap.wrap(part, min(output.width, 80))]


def task_text(kata: Kata, folder: Path | None, output: Output) -> str:
    """Return the whole task: to somebody at a terminal with lines that fit, else as the author wrote it."""
    path, text = _readme_of(kata, folder)
    is_replaced = output.ascii and not text.isascii()
    text = ascii_markdown(text) if is_replaced else text
    if is_terminal(sys.stdout):
        text = wrapped_markdown(text, min(output.width, 80))
    if is_replaced:
        text = "\n".join([text, "", *wrapped(say("cli.ascii.replaced", path=shown(path)), output)])
    return text


def _readme_of(kata: Kata, folder: Path | None) -> tuple[Path, str]:
    for path in ([folder / "README.md"] if folder else []) + [kata.folder / "README.md"]:
        if path.is_file():
            return path, terminal_text(path.read_text("utf-8", "replace").rstrip())
    return kata.folder, kata.title
