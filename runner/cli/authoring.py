"""The command that reads katas for mistakes: check."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from runner.cli.options import as_json, kata_argument, print_json
from runner.cli.output import Output
from runner.errors import ExitCode

if TYPE_CHECKING:
    from runner.errors import Mistake


@click.command("check")
@kata_argument(many=True)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="github: annotations on the lines of a pull request.",
)
@as_json
@click.pass_obj
def check_command(output: Output, *, names: tuple[str, ...], shape: str, as_json: bool) -> int:
    """Read katas for mistakes, without starting anything.

    \b
      kata check                  the whole pack
      kata check todo-api         one kata, and katas.yaml
      kata check --format github  in a workflow: mistakes stand beside their lines
    """
    from runner.app.checking import check
    from runner.sources.finding import find_pack

    pack = find_pack(Path.cwd())
    mistakes = check(pack, names)
    if as_json or shape == "json":
        print_json(output, {"pack": str(pack), "mistakes": [mistake._asdict() for mistake in mistakes]})
    elif shape == "github":
        _print_annotations(output, mistakes)
    else:
        output.print(_text(output, pack, names, mistakes))
    return ExitCode.BROKEN_KATA if mistakes else ExitCode.PASSED


def _text(output: Output, pack: Path, names: tuple[str, ...], mistakes: Sequence[Mistake]) -> str:
    if not mistakes:
        return f"No mistakes in {', '.join(names) if names else pack}. Next: kata verify {' '.join(names)}".rstrip()
    from runner.authoring.mistakes import render_mistakes

    count = f"{len(mistakes)} mistake" + ("s" if len(mistakes) > 1 else "")
    shown = render_mistakes(mistakes, color=output.color, base=Path.cwd())
    pronoun = "them" if len(mistakes) > 1 else "it"
    return f"{shown}\n\n{count} in {pack}. Mend {pronoun} and run `kata check` again."


def _print_annotations(output: Output, mistakes: Sequence[Mistake]) -> None:
    from runner.authoring.annotations import render_annotations

    if mistakes:
        output.print(render_annotations(mistakes, Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())))
