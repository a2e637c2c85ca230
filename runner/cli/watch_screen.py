"""What `kata watch` shows: one page at a time, with the keys at its foot. Nothing on it moves by itself."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import click

from runner.app.testing import exit_code
from runner.cli.fitting import terminal_width
from runner.cli.output import Output
from runner.cli.texts import LINE, opening_text, wrapped
from runner.errors import ExitCode, KataError
from runner.evidence import Report
from runner.model import Status
from runner.reporters.terminal import Style, render, render_pass
from runner.words import say

if TYPE_CHECKING:
    from runner.app.learning import Hint
    from runner.app.opening import Opening

CLEAR = "\x1b[2J\x1b[H"
KEYS = (
    ("n", say("watch.key.next")), ("h", say("watch.key.hint")), ("l", say("watch.key.list")),
    ("r", say("watch.key.run")), ("c", say("watch.key.check")), ("x", say("watch.key.reset")),
    ("q", say("watch.key.quit")),
)  # fmt: skip


class Screen:
    """The terminal as one page that is replaced as a whole."""

    def __init__(self, output: Output) -> None:
        self._is_plain = os.environ.get("TERM") in {None, "", "dumb"}
        self._fit(output)

    def _fit(self, output: Output) -> None:
        self._output = output
        self.style = Style(color=output.color, ascii=output.ascii, width=output.width, links=output.links)

    def page(self, text: str) -> None:
        """Replace the page."""
        self.clear()
        if text:
            self.say(text)
        self.keys()

    def clear(self) -> None:
        """Empty the page, and fit the next one to the window as it is now; a dumb terminal gets a line between two."""
        self._fit(self._output._replace(width=terminal_width()))
        click.echo("\n" if self._is_plain else CLEAR, nl=False)

    def say(self, text: str) -> None:
        """Add lines to the page."""
        self._output.print(text)

    def keys(self) -> None:
        """Close the page with the keys that may be pressed."""
        rule = ("-" if self._output.ascii else LINE) * min(self._output.width, 80)
        separator = f" {self.style.dot} "
        rows: list[list[tuple[str, str]]] = [[]]
        for pair in KEYS:
            plain = separator.join(f"{key} {word}" for key, word in [*rows[-1], pair])
            if len(plain) > self._output.width:
                rows.append([])
            rows[-1].append(pair)
        lines = [separator.join(f"{self.style.paint(key, 'bold')} {word}" for key, word in row) for row in rows]
        self.say("\n".join([self.style.paint(rule, "dim"), *lines]))

    def remark(self, text: str) -> None:
        """Add a remark below the page."""
        self.say("\n".join(wrapped(self.style.own(text), self._output)))

    def testing(self, slug: str) -> None:
        """Say that a run has begun."""
        self.say(self.style.paint(say("watch.testing", slug=slug), "dim"))

    def report(self, report: Report) -> None:
        """Show a verdict."""
        self.clear()
        # Of the run, not of now: a verdict that is shown again is as old as it was.
        at = _clock(report.started)
        self.say(
            self.style.paint(f"{report.kata} {self.style.dot} {at} {self.style.dot} {report.seconds:.2f} s", "dim")
        )
        style = replace(self.style, keys=True)
        is_passed = exit_code(report) is ExitCode.PASSED
        self.say("\n".join(render_pass(report, style)) if is_passed else render(report, style))
        self.keys()

    def opening(self, opening: Opening) -> None:
        """Show the task of a kata that was opened."""
        text = opening_text(opening, self._output)
        self.page(text.replace(say("cli.opening.next"), say("watch.opening.next")))

    def hint(self, hint: Hint | None, slug: str) -> None:
        """Show a hint below the verdict."""
        if hint is None:
            self.remark(say("watch.hint.none", slug=slug))
            return
        self.say(
            "\n".join(
                [say("watch.hint", number=hint.number, of=hint.of), *wrapped(self.style.own(hint.text), self._output)]
            )
        )

    def line_of(self, report: Report) -> None:
        """Show a verdict on one line."""
        status = Status.FAILED if report.launch else report.verdict.status
        points = say("watch.points", points=report.verdict.points, possible=report.verdict.possible)
        state = say("watch.not-started") if report.launch else points
        self.say(f"{self.style.glyph(status)} {self.style.clean(report.kata)}  {state}")

    def rechecked(self, slug: str, lost: tuple[str, ...]) -> None:
        """Say how the katas that were passed before do now."""
        if not lost:
            self.remark(say("watch.still-passes"))
        for name in lost:
            sign = self.style.glyph(Status.FAILED)
            self.say(say("watch.broke", sign=sign, name=name, slug=slug))

    def error(self, error: KataError) -> None:
        """Show what, where and how to go on."""
        self.clear()
        lines = [say("cli.error.what", what=error.what)]
        lines += [say("cli.error.where", where=error.where)] if error.where else []
        lines += [say("cli.error.next", fix=error.fix)] if error.fix else []
        self.say("\n".join(lines))
        self.keys()


def _clock(moment: str) -> str:
    """Return what the clock here showed at a moment of a report; empty where a changed file holds none."""
    with suppress(ValueError):
        return f"{datetime.fromisoformat(moment).astimezone():%H:%M:%S}"
    return ""
