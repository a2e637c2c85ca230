"""`kata trace`: see one check flow from the client to the server, to its data and back."""

from __future__ import annotations

import click

from runner.cli.options import as_json, kata_option, print_json
from runner.cli.output import Output
from runner.cli.testing import early_suite
from runner.words import say


@click.command("trace", help=say("help.trace"))
@click.argument("check", metavar="[CHECK]", required=False)
@kata_option
@click.option("-v", "--verbose", is_flag=True, help=say("help.option.trace-verbose"))
@click.option("--seed", type=click.IntRange(0), help=say("help.option.trace-seed"))
@as_json
@click.pass_obj
def trace_command(
    output: Output, *, check: str | None, name: str | None, verbose: bool, seed: int | None, as_json: bool
) -> int:
    """See the flow of one check: client, server, database and back, with times."""
    with early_suite() as suites:
        from runner.app.place import here
        from runner.app.testing import exit_code
        from runner.app.tracing import trace_check
        from runner.reporters.terminal import Style, render
        from runner.reporters.terminal.flow import render_trace

        place = here()
        traced = trace_check(place, place.kata(name), check, seed, suites)
    style = Style(color=output.color, ascii=output.ascii, width=output.width, verbose=verbose)
    if traced.trace is None:
        output.print(render(traced.report, style))
        return exit_code(traced.report)
    if as_json:
        from runner.wire import to_data

        print_json(output, to_data(traced.trace))
    else:
        output.print(render_trace(traced.trace, style))
    return 0
