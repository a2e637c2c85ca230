"""`kata replay`: send the failing request again, or take the check along as curl lines, a .http file or a test."""

from __future__ import annotations

from pathlib import Path

import click

from runner.cli.options import as_json, kata_option, print_json
from runner.cli.output import Output
from runner.errors import UsageError
from runner.words import say

FORMS = ("curl", "http", "pytest")


@click.command("replay", help=say("help.replay"))
@click.argument("check", metavar="[CHECK]", required=False)
@kata_option
@click.option("--to", metavar="PORT", help=say("help.option.replay-to"))
@click.option("--export", "form", type=click.Choice(FORMS), help=say("help.option.replay-export"))
@click.option(
    "-o", "--output", "file", type=click.Path(dir_okay=False, path_type=Path), help=say("help.option.replay-output")
)
@click.option("-v", "--verbose", is_flag=True, help=say("help.option.replay-verbose"))
@as_json
@click.pass_obj
def replay_command(
    output: Output,
    *,
    check: str | None,
    name: str | None,
    to: str | None,
    form: str | None,
    file: Path | None,
    verbose: bool,
    as_json: bool,
) -> int:
    """Send the failing request of the last run again and see the answer beside what was expected."""
    from runner.app.place import here

    if file is not None and form is None:
        what = say("cli.replay.output.what")
        raise UsageError(what, fix=say("cli.replay.output.fix", forms="|".join(FORMS)))
    place = here()
    kata = place.kata(name)
    if form is not None:
        from runner.app.replaying import export, write_new

        text = export(place, kata, check, form)
        if file is None:
            output.data(text.rstrip("\n"))
        else:
            write_new(file, text)
            output.note(say("cli.written", file=file))
        return 0
    from runner.app.replaying import replay

    replayed = replay(place, kata, check, to)
    if as_json:
        from runner.wire import to_data

        print_json(output, to_data(replayed))
        return 0
    from runner.reporters.terminal.replayed import render_replayed
    from runner.reporters.terminal.style import Style

    text = render_replayed(
        title=f"{replayed.title}  ({replayed.check})",
        recorded=replayed.recorded,
        answered=replayed.answered,
        wanted=replayed.wanted,
        failure=replayed.failure,
        log=replayed.log,
        folder=replayed.folder,
        remarks=replayed.remarks,
        style=Style(color=output.color, ascii=output.ascii, width=output.width, verbose=verbose),
    )
    output.print(text)
    return 0
