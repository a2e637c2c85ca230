"""A reference solution and how the learner's files differ from it."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from runner.app.learning import Solution
from runner.cli.output import Output
from runner.sanitise import ascii_only, terminal_text
from runner.words import say

LONGEST_FILE = 256 * 1024


def difference(solution: Solution, output: Output) -> str:
    """Return our files, each as a diff from the learner's, and the notes on why it is done this way."""
    lines = [say("cli.solution.ours", slug=solution.kata.slug, track=solution.track, folder=solution.folder)]
    for name in solution.files:
        ours, mine = _text(solution.folder / name), _text(solution.mine / name)
        if name == "NOTES.md":
            lines = [*lines, "", say("cli.solution.why"), ours.strip()]
        elif not mine:
            lines = [*lines, "", say("cli.solution.not-yours", name=name), ours.rstrip()]
        else:
            lines = [*lines, "", *_diff(mine, ours, name, output)]
    return "\n".join([*lines, "", say("cli.next", command="kata next")])


def _diff(mine: str, ours: str, name: str, output: Output) -> list[str]:
    lines = list(
        difflib.unified_diff(mine.splitlines(), ours.splitlines(), f"yours/{name}", f"ours/{name}", lineterm="", n=2)
    )
    return [_painted(line, output) for line in lines] or [say("cli.solution.same", name=name)]


def _painted(line: str, output: Output) -> str:
    color = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
    text = ascii_only(terminal_text(line)) if output.ascii else terminal_text(line)
    return click.style(text, fg=color) if output.color and color else text


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST_FILE).decode("utf-8", "replace")
    except OSError:
        return ""
