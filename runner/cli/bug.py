"""What a person sees when kata itself is at fault: one sentence and a file to send, never a traceback."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from pathlib import Path

import click

from runner import __version__
from runner.errors import ExitCode
from runner.words import say


def report_bug(error: BaseException) -> int:
    """Write the details to a file, say where it is, and return the exit code."""
    details = "".join(traceback.format_exception(error))
    text = f"kata {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n{details}"
    click.echo(say("cli.bug", kind=type(error).__name__, error=error)[:300], err=True)
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="kata-report-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write(text)
        click.echo(say("cli.bug.file", file=Path(file.name)), err=True)
    except OSError:
        click.echo(say("cli.bug.follows"), err=True)
        sys.stderr.write(text)
    return ExitCode.MACHINE
