"""Commands that lay files out: init, next, skip, reset, track."""

from __future__ import annotations

from pathlib import Path

import click

from runner.cli.options import TrackName, as_json, kata_argument, print_json
from runner.cli.output import Output, confirm
from runner.words import say


@click.command("init", help=say("help.init"))
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path), default=Path("my-katas"))
@click.option("--track", default="", type=TrackName(), help=say("help.option.init-track"))
@as_json
@click.pass_obj
def init_command(output: Output, *, folder: Path, track: str, as_json: bool) -> None:
    """Make a workspace, and choose a language."""
    from runner.app.opening import initialise

    workspace = initialise(folder, track)
    if as_json:
        print_json(output, {"workspace": str(workspace.root), "track": workspace.track})
        return
    track = workspace.track or say("cli.own-start")
    output.print(say("cli.init.made", root=shown(workspace.root), track=track))
    output.print(say("cli.next", command=command_in(workspace.root, "kata next")))


@click.command("next", help=say("help.next"))
@kata_argument()
@as_json
@click.pass_obj
def next_command(output: Output, *, name: str | None, as_json: bool) -> None:
    """Open the next kata, or the one you name."""
    from runner.app.opening import open_next
    from runner.app.place import here
    from runner.cli.texts import opening_text, opening_to_data

    place = here()
    opening = open_next(place, name)
    if opening is None:
        if as_json:
            print_json(output, {"kata": None})
            return
        output.print(say("cli.every-kata-passed"))
        output.print(say("cli.next.all-passed"))
        return
    if as_json:
        print_json(output, opening_to_data(opening))
        return
    if opening.made_workspace:
        output.note(say("cli.next.made", root=shown(opening.workspace.root)))
    output.print(opening_text(opening, output))


@click.command("skip", help=say("help.skip"))
@kata_argument()
@click.pass_obj
def skip_command(output: Output, *, name: str | None) -> None:
    """Leave this kata for later and go on."""
    from runner.app.opening import skip
    from runner.app.place import here

    kata = skip(here(), name)
    output.print(say("cli.skipped", slug=kata.slug))
    output.print(say("cli.next", command="kata next"))


@click.command("reset", help=say("help.reset"))
@kata_argument()
@click.option("--yes", is_flag=True, help=say("help.option.reset-yes"))
@click.pass_obj
def reset_command(output: Output, *, name: str | None, yes: bool) -> None:
    """Start a kata anew; your files are kept in the trash."""
    from runner.app.opening import reset
    from runner.app.place import here

    place = here()
    kata = place.kata(name)
    place.required_workspace()
    if not yes:
        confirm(say("cli.reset.ask", slug=kata.slug))
    kata, done = reset(place, kata.slug)
    if done.trash is not None:
        output.print(say("cli.reset.trash", trash=shown(done.trash)))
    output.print(say("cli.reset.done", slug=kata.slug, place=shown(done.opened.entry or done.opened.folder)))
    output.print(say("cli.next", command="kata test"))


@click.command("track", help=say("help.track"))
@click.argument("track", required=False, type=TrackName())
@as_json
@click.pass_obj
def track_command(output: Output, *, track: str | None, as_json: bool) -> None:
    """Choose or change the language."""
    from runner.app.opening import choose_track
    from runner.app.place import here

    place = here()
    if track is None:
        _list_tracks(output, place.workspace.track if place.workspace else "", as_json=as_json)
        return
    chosen, workspace, is_open = choose_track(place, track)
    if as_json:
        print_json(output, {"track": chosen.slug, "workspace": str(workspace.root)})
        return
    output.print(say("cli.track.chosen", title=chosen.title))
    if chosen.formatter:
        output.print(say("cli.track.formatter", command=chosen.formatter))
    if chosen.setup:
        output.print(say("cli.track.setup", folder=shown(workspace.root), command=chosen.setup))
    output.print(say("cli.track.next-beside") if is_open else say("cli.next", command="kata next"))


def _list_tracks(output: Output, chosen: str, *, as_json: bool) -> None:
    from runner.tracks.registry import TRACKS

    if as_json:
        print_json(output, {"track": chosen, "tracks": list(TRACKS)})
        return
    for slug, track in TRACKS.items():
        mark = "*" if slug == chosen else " "
        output.print(f" {mark} {slug:<9} {track.title}  ({track.entry})")
    output.print(say("cli.track.other"))
    output.print(say("cli.next", command="kata track LANGUAGE"))


def shown(path: Path) -> str:
    """Return a path as short as it can be typed from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def command_in(folder: Path, command: str) -> str:
    """Return the line that runs a command in a folder."""
    return command if folder == Path.cwd() else f"cd {shown(folder)} && {command}"
