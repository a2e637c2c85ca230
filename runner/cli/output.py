"""How things are printed: colour decided once, results to stdout, everything else to stderr."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import NamedTuple, TextIO

import click

from runner.cli.fitting import fitted, terminal_width
from runner.cli.plain_output import is_narrow
from runner.errors import KataError, PackError, UsageError
from runner.sanitise import ascii_json, ci_inert, ci_log
from runner.words import say


class Output(NamedTuple):
    """What the terminal can show."""

    color: bool
    ascii: bool
    width: int

    @classmethod
    def of_this_terminal(cls, *, ascii_only: bool, no_color: bool) -> Output:
        """Decide from the options, NO_COLOR, FORCE_COLOR and the terminal itself."""
        narrow = is_narrow(getattr(sys.stdout, "encoding", None)) or os.environ.get("TERM") == "linux"
        return cls(
            color=not no_color and wants_color(),
            ascii=ascii_only or narrow,
            width=terminal_width(),
        )

    @property
    def links(self) -> bool:
        """Return whether places in files may be links: where somebody looks at a terminal with colours."""
        return self.color and is_terminal(sys.stdout)

    def print(self, text: str) -> None:
        """Print a result."""
        click.echo(text, color=self.color)

    def data(self, text: str) -> None:
        """Print what a program reads as it is, in UTF-8 on any terminal: a sign replaced would make it wrong."""
        click.echo(text.encode("utf-8", "backslashreplace"))

    def json(self, text: str) -> None:
        """Print JSON."""
        self.print(ascii_json(text) if self.ascii else text)

    def note(self, text: str) -> None:
        """Print progress or a remark, on stderr; it may hold a name that somebody else chose."""
        click.echo(ci_inert(text), err=True, color=self.color)


def confirm(question: str) -> None:
    """Ask for a yes and end the command without one; where nobody can answer, say how to do without."""
    if not is_terminal(sys.stdin):
        raise UsageError(say("cli.unanswered.what"), fix=say("cli.unanswered.fix"))
    click.confirm(question, abort=True, err=True)


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether somebody looks at a stream; one that was closed is none at all."""
    return stream is not None and stream.isatty()


def wants_color() -> bool:
    """Return whether stdout should carry colour: NO_COLOR, then FORCE_COLOR, then whether it is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"


def print_error(error: KataError) -> None:
    """Print the three parts of an error: what, where, how to go on; files in it may have anybody's names."""
    mistakes = error.mistakes if isinstance(error, PackError) else ()
    if mistakes:
        from runner.authoring.mistakes import render_mistakes

        click.echo(render_mistakes(mistakes), err=True)
    # In a log lines stay whole, for those who search it.
    fit = partial(fitted, width=terminal_width()) if is_terminal(sys.stderr) else str
    click.echo(fit(ci_log(say("cli.error.what", what=error.what))), err=True)
    if error.where:
        click.echo(ci_log(say("cli.error.where", where=error.where)), err=True)
    fix = error.fix or (say("cli.error.author") if mistakes else "")
    if fix:
        click.echo(fit(ci_log(say("cli.error.next", fix=fix))), err=True)
