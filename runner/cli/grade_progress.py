"""How far a grading is: a bar with the time that is left on a terminal, a line a submission elsewhere."""

from __future__ import annotations

import sys
import threading
import time

import click

from runner.cli.output import Output
from runner.grading.marking import Marked
from runner.grading.table import render_line
from runner.reporters.terminal.style import Style

BAR = 24
MINUTE = 60


class Progress:
    """Hears of each submission as it is graded."""

    def __init__(self, output: Output, total: int) -> None:
        self._output = output
        self._style = Style(color=output.color, ascii=output.ascii, width=output.width)
        self._total = total
        self._done = 0
        self._made = 0  # in this run, and so what the time that is left is reckoned from
        self._began = time.monotonic()
        self._is_live = sys.stderr.isatty()
        self._turn = threading.Lock()

    @property
    def done(self) -> int:
        """Return how many submissions have their grade."""
        return self._done

    def hear(self, marked: Marked) -> None:
        """Show that one more is graded."""
        with self._turn:
            self._show(marked)

    def _show(self, marked: Marked) -> None:
        self._done += 1
        self._made += not marked.before
        said = self._style.clean(render_line(marked.grade))
        if self._is_live:
            self._redraw(said)
        elif not marked.before:
            self._output.note(self._style.cut(f"{self._done}/{self._total} {said}", 2 * self._style.room))

    def tell(self, text: str) -> None:
        """Say what takes long."""
        with self._turn:
            self.close()
            self._output.note(f"kata: {text}")

    def close(self) -> None:
        """Take the bar away."""
        if self._is_live:
            click.echo("\r\x1b[K", err=True, nl=False)

    def _redraw(self, said: str) -> None:
        filled = BAR * self._done // max(self._total, 1)
        bar = self._style.own("█" * filled + "░" * (BAR - filled))
        line = f"{bar} {self._done} of {self._total}{self._left()}  {said}"
        click.echo(f"\r\x1b[K{self._style.cut(line, self._style.room - 1)}", err=True, nl=False)

    def _left(self) -> str:
        missing = self._total - self._done
        if not self._made or not missing:
            return ""
        seconds = (time.monotonic() - self._began) / self._made * missing
        return f", {seconds:.0f} s left" if seconds < MINUTE else f", {seconds / MINUTE:.0f} min left"
