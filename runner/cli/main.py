"""The `kata` command: which commands there are, and what happens when one fails.

Commands are listed here by name and imported only when they run: completion starts the program at every TAB.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module

import click

from runner import __version__
from runner.cli.commands import COMMANDS, help_text
from runner.cli.fitting import fitted, terminal_width
from runner.cli.output import Output, print_error
from runner.cli.plain_output import print_plainly
from runner.errors import ExitCode, KataError, MachineError
from runner.platforms.ending import when_asked_to_end
from runner.words import say

STANDARD_OUTPUT = 1
ANYWHERE = ("--ascii", "--no-color")
OF_OUTPUT = frozenset({errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EIO})


class FittingFormatter(click.HelpFormatter):
    """A writer of help that breaks examples, too, where the terminal is narrow."""

    def getvalue(self) -> str:
        """Return the page."""
        return fitted(super().getvalue(), self.width)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options and what they do; a narrow terminal has less room for long options."""
        super().write_dl(rows, min(col_max, self.width * 3 // 8), col_spacing)


class FittingContext(click.Context):
    """The context of a command whose help fits the terminal; left alone, click takes 50 columns at least."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what writes the help."""
        return FittingFormatter(width=terminal_width())


class CommandTable(click.Group):
    """A group that imports a command's module when the command is used."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the options about the terminal wherever they stand: `kata test --ascii` as well."""
        end = args.index("--") if "--" in args else len(args)
        ours = [word for word in args[:end] if word in ANYWHERE]
        rest = [word for word in args[:end] if word not in ANYWHERE]
        return super().parse_args(ctx, [*ours, *rest, *args[end:]])

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; when its reader (`| head`) goes away that is no error, as click would have it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            return unwritten(error)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return [name for _, name, _, _ in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; a unique prefix of its name will do."""
        matches = [row for row in COMMANDS if row[1] == cmd_name] or [
            row for row in COMMANDS if row[1].startswith(cmd_name)
        ]
        if len(matches) != 1:
            return None
        _, name, module, _ = matches[0]
        command: click.Command = getattr(import_module(f"runner.cli.{module}"), f"{name}_command")
        command.context_class = FittingContext
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say what was meant when a command is not known."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and self.get_command(ctx, name) is None:
            from difflib import get_close_matches

            close = get_close_matches(name, self.list_commands(ctx), n=1, cutoff=0.5)
            message = say("cli.unknown-command", name=name)
            if close:
                message = say("cli.unknown-command.did-you-mean", name=name, close=close[0])
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """Return the page that lists the commands in their sections."""
        return help_text()


@click.group(
    cls=CommandTable,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="kata")
@click.option("--ascii", "ascii_only", is_flag=True, help=say("commands.option.ascii"))
@click.option("--no-color", is_flag=True, help=say("commands.option.no-color"))
@click.pass_context
def kata(ctx: click.Context, *, ascii_only: bool, no_color: bool) -> None:
    """Run the command line, or say where the learner is."""
    ctx.obj = Output.of_this_terminal(ascii_only=ascii_only, no_color=no_color)
    if ctx.obj.ascii:
        print_plainly(always=True)
    if ctx.invoked_subcommand is None:
        from runner.cli.learning import where_am_i

        where_am_i(ctx.obj)


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with the exit code of the table."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; no traceback of ours reaches the person."""
    _tolerate_narrow_encodings()
    _end_as_on_ctrl_c()
    try:
        result = kata.main(args=arguments, prog_name="kata", standalone_mode=False)
        return int(result) if isinstance(result, int) else ExitCode.PASSED
    except KataError as error:
        print_error(error)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("cli.interrupted"), err=True)
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001  the one place where a bug of ours ends
        from runner.cli.bug import report_bug

        # Errors of files name their file.
        is_of_output = isinstance(error, OSError) and error.filename is None and error.errno in OF_OUTPUT
        return unwritten(error) if is_of_output else report_bug(error)


def unwritten(error: BaseException) -> int:
    """Say that the output could not be written, and return the exit code."""
    # What is still to be written would fail again when Python ends, and it would say so.
    os.dup2(os.open(os.devnull, os.O_WRONLY), STANDARD_OUTPUT)
    if isinstance(error, BrokenPipeError):
        return ExitCode.PASSED
    with suppress(OSError):
        print_error(MachineError(say("cli.unwritten.what", reason=error), fix=say("cli.unwritten.fix")))
    return ExitCode.MACHINE


def _end_as_on_ctrl_c() -> None:
    # A cancelled CI job or a closed terminal must leave nothing running either.
    if threading.current_thread() is threading.main_thread():
        when_asked_to_end(signal.default_int_handler)


def _tolerate_narrow_encodings() -> None:
    # A Windows code page or LC_ALL=C must not turn a tick into a crash, nor a lone surrogate.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    print_plainly(always=False)
