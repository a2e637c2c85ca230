"""Commands about this machine: doctor, completion."""

from __future__ import annotations

import click

from runner.cli.fitting import fitted
from runner.cli.options import as_json, print_json
from runner.cli.output import Output
from runner.errors import ExitCode
from runner.words import say

SHELLS = ("bash", "zsh", "fish", "powershell")


@click.command("doctor", help=say("help.doctor"))
@click.option("--grade", is_flag=True, help=say("help.doctor.grade"))
@as_json
@click.pass_obj
def doctor_command(output: Output, *, grade: bool, as_json: bool) -> int:
    """Look at this machine: versions, tools, leftovers."""
    from dataclasses import asdict

    if grade:
        return _show_isolation(output, as_json=as_json)

    from runner.app.examining import examine

    findings = examine()
    if as_json:
        print_json(output, [asdict(finding) for finding in findings])
    else:
        width = max(len(finding.subject) for finding in findings)
        good, bad = ("ok", "!!") if output.ascii else ("✓", "✗")
        for finding in findings:
            lines = [f"{good if finding.fine else bad} {finding.subject:<{width}}  {finding.found}"]
            lines += [f"  {'':<{width}}  {finding.fix}"] if finding.fix else []
            output.print(fitted("\n".join(lines), output.width))
    return ExitCode.PASSED if all(finding.fine or finding.optional for finding in findings) else ExitCode.MACHINE


def _show_isolation(output: Output, *, as_json: bool) -> int:
    """Print what this machine gives to `kata grade`."""
    from dataclasses import asdict

    from runner.app.isolating import isolation_of
    from runner.app.place import here
    from runner.sandboxes.assessment import Level, State

    found = isolation_of(here())
    if as_json:
        print_json(output, {"isolation": found.isolation, **asdict(found)})
    else:
        marks = {State.HOLDS: "ok", State.REPLACED: "ok", State.MISSING: "!!"}
        if not output.ascii:
            marks = {State.HOLDS: "✓", State.REPLACED: "✓", State.MISSING: "✗"}
        width = max(len(layer.name) for layer in found.layers)
        output.print(f"isolation: {found.isolation}")
        for layer in found.layers:
            lines = [f"{marks[layer.state]} {layer.name:<{width}}  {layer.by}"]
            lines += [f"  {'':<{width}}  {layer.fix}"] if layer.fix else []
            output.print(fitted("\n".join(lines), output.width))
    return ExitCode.PASSED if found.level is Level.FULL else ExitCode.MACHINE


@click.command("completion", help=say("help.completion"))
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_obj
def completion_command(output: Output, *, shell: str) -> None:
    """Print the completion script for your shell."""
    from click.shell_completion import get_completion_class

    from runner.cli.main import kata

    completion = get_completion_class(shell)
    if completion is None:
        message = say("cli.no-completion", shell=shell)
        raise click.UsageError(message)
    output.print(completion(kata, {}, "kata", "_KATA_COMPLETE").source())
