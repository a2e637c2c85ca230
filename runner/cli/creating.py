"""The command that makes a kata: new."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from runner.cli.options import TrackName, as_json, print_json
from runner.cli.output import Output

if TYPE_CHECKING:
    from runner.authoring.new import Plan

TEMPLATE_NAMES = ("endpoint", "crud", "auth", "database", "raw-socket")

# What each kind of file is there for, by the way its path ends.
PURPOSES = (
    ("kata.yaml", "what the kata is: title, rules, hints"),
    ("README.md", "the task, as the learner reads it"),
    ("checks.yaml", "the hidden suite"),
    ("NOTES.md", "why the solution is so"),
)


@click.command("new")
@click.argument("slug", metavar="NAME")
@click.option(
    "--from", "template", default="endpoint", metavar="TEMPLATE", help=f"{', '.join(TEMPLATE_NAMES)}; default endpoint."
)
@click.option("--track", "tracks", multiple=True, type=TrackName(), help="A language to solve it in; may be repeated.")
@click.option("--stage", default="", metavar="ID", help="The stage of katas.yaml that it is added to.")
@click.option("--pack", type=click.Path(path_type=Path), metavar="DIR", help="The pack to add to, or a folder for one.")
@click.option("--dry-run", is_flag=True, help="Show what would be made, and make nothing.")
@as_json
@click.pass_obj
def new_command(
    output: Output,
    *,
    slug: str,
    template: str,
    tracks: tuple[str, ...],
    stage: str,
    pack: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make a kata that holds, to be changed into yours.

    \b
      kata new say-hello                    in the pack of this folder
      kata new shop-items --from crud       things made, read, changed, deleted
      kata new first --pack my-katas        makes the pack too

    \b
    Templates
      endpoint     one address that answers with JSON
      crud         things that are made, read, changed and deleted
      auth         a login that gives out tokens, and a door that asks for one
      database     what survives a kill, and a rule that holds for many at once
      raw-socket   lines of text on a bare connection, without HTTP
    """
    from runner.app.creating import Wish, create

    plan = create(Path.cwd(), Wish(slug, template, tracks, stage, pack), dry_run=dry_run)
    if as_json:
        print_json(output, _to_data(plan, dry_run=dry_run))
        return
    output.print("\n".join(_lines(plan, template, dry_run=dry_run)))


def _to_data(plan: Plan, *, dry_run: bool) -> dict[str, object]:
    todos = [{"file": path, "line": line, "text": words} for path, line, words in _todos(plan)]
    return {
        "pack": str(plan.pack),
        "kata": plan.slug,
        "stage": plan.stage,
        "written": not dry_run,
        "files": list(plan.files),
        "todo": todos,
    }


def _lines(plan: Plan, template: str, *, dry_run: bool) -> Iterable[str]:
    made = "Would make" if dry_run else "Made"
    yield f"{made} the kata {plan.slug} from the template {template}, in {plan.pack}"
    shown = tuple(dict.fromkeys(map(_shown, plan.files)))
    width = max(len(path) for path in shown) + 2
    for path in shown:
        yield f"  {path.ljust(width)}{_purpose(path)}".rstrip()
    change = "names it already" if plan.is_listed else f"the stage {plan.stage} gets {plan.slug}"
    yield f"  {'katas.yaml'.ljust(width)}{'the syllabus of a new pack' if plan.makes_pack else change}"
    yield ""
    yield "It holds as it is. To make it yours, change what these lines say, and remove them:"
    yield from (f"  {path}:{line}  {words}" for path, line, words in _todos(plan))
    yield ""
    there = "" if Path.cwd().is_relative_to(plan.pack) else f"cd {plan.pack} && "
    yield f"Next: {there}kata check {plan.slug}  ·  kata verify {plan.slug}"


def _shown(path: str) -> str:
    """Return a path, or the folder whose files say little one by one."""
    parts = path.split("/")
    if "wrong" in parts:
        return "/".join(parts[: parts.index("wrong") + 2]) + "/"
    return f"{parts[0]}/" if parts[0] in {"schema", ".vscode"} else path


def _purpose(path: str) -> str:
    if path in {"schema/", ".vscode/"}:
        return "completion and error marks in your editor"
    if "/stub/" in path:
        return "what the learner begins with"
    known = next((purpose for end, purpose in PURPOSES if path.endswith(end)), "")
    return known or ("a planted mistake, and which check must catch it" if "/wrong/" in path else "the solution")


def _todos(plan: Plan) -> Iterable[tuple[str, int, str]]:
    from runner.authoring.todos import todos_in

    for path, text in plan.files.items():
        yield from ((path, line, words) for line, words in todos_in(text))
