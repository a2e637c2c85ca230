"""Options and completions that several commands share."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from runner.cli.output import Output
from runner.words import say

Command = TypeVar("Command", bound=Callable[..., Any])

as_json = click.option("--json", "as_json", is_flag=True, help=say("help.option.json"))


def kata_option(command: Command) -> Command:
    """Add the option that names a kata, for commands whose argument is a check."""
    return click.option("--kata", "name", metavar="KATA", type=KataName(), help=say("help.option.kata"))(command)


def kata_argument(*, many: bool = False) -> Callable[[Command], Command]:
    """Return the argument that names a kata: its slug, a unique beginning of it, or its number in the list."""
    if many:
        return click.argument("names", metavar="[KATA]...", required=False, type=KataName(), nargs=-1)
    return click.argument("name", metavar="[KATA]", required=False, type=KataName())


class KataName(click.ParamType[str]):
    """A kata's name, completed by TAB."""

    name = "kata"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the katas that begin so."""
        from runner.app.place import here
        from runner.errors import KataError

        try:
            katas = here().syllabus.katas
        except KataError:
            return []
        return [CompletionItem(kata.slug, help=kata.title) for kata in katas if kata.slug.startswith(incomplete)]


class TrackName(click.ParamType[str]):
    """A language, completed by TAB."""

    name = "language"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the tracks that begin so."""
        from runner.tracks.registry import TRACKS

        return [CompletionItem(slug, help=track.title) for slug, track in TRACKS.items() if slug.startswith(incomplete)]


def print_json(output: Output, content: Any) -> None:
    """Print plain data as indented JSON."""
    output.json(json.dumps(content, indent=2, ensure_ascii=False))
