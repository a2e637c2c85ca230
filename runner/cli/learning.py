"""Commands that tell: where am I, show, list, hint, progress, solution."""

from __future__ import annotations

from typing import Any

import click

from runner.cli.options import as_json, kata_argument, print_json
from runner.cli.output import Output, confirm
from runner.errors import ExitCode
from runner.words import say


def where_am_i(output: Output) -> None:
    """Say where the learner is, what is next, and the one command to type."""
    from runner.app.opening import go_on
    from runner.app.place import here

    place = here()
    progress = place.progress()
    passed = sum(progress.of(kata.slug).passed for kata in place.syllabus.katas)
    current = place.current()
    open_one = place.syllabus.find(current)
    output.print(say("cli.where.passed", passed=passed, count=len(place.syllabus.katas)))
    if open_one is not None and not progress.of(current).passed:
        output.print(say("cli.where.at", slug=open_one.slug, title=open_one.title))
        output.print(say("cli.where.next"))
        return
    following = go_on(place)
    if following is None:
        output.print(say("cli.every-kata-passed"))
        output.print(say("cli.next", command="kata list"))
        return
    output.print(say("cli.where.following", slug=following.slug, title=following.title))
    output.print(say("cli.next", command="kata next"))


@click.command("show", help=say("help.show"))
@kata_argument()
@as_json
@click.pass_obj
def show_command(output: Output, *, name: str | None, as_json: bool) -> None:
    """Show the task again."""
    from runner.app.place import here
    from runner.cli.texts import task_text

    place = here()
    kata = place.kata(name)
    if as_json:
        rules = {rule.id: rule.text for rule in kata.rules}
        print_json(output, {"kata": kata.slug, "title": kata.title, "teaches": kata.teaches, "rules": rules})
        return
    folder = place.workspace.folder_of(kata.slug) if place.workspace else None
    output.print(task_text(kata, folder, output))


@click.command("list", help=say("help.list"))
@as_json
@click.pass_obj
def list_command(output: Output, *, as_json: bool) -> None:
    """List all katas and where you are."""
    from runner.app.place import here
    from runner.reporters.terminal import Style, render_list

    place = here().with_packs()
    progress = place.progress()
    current = place.current()
    if as_json:
        print_json(output, [_listed(kata, progress.of(kata.slug), current) for kata in place.syllabus.katas])
        return
    style = Style(color=output.color, ascii=output.ascii, width=output.width)
    output.print(render_list(place.syllabus, progress, current, style))


def _listed(kata: Any, known: Any, current: str) -> dict[str, Any]:
    return {
        "kata": kata.slug,
        "title": kata.title,
        "stage": kata.stage,
        "requires": list(kata.requires),
        "passed": known.passed,
        "skipped": known.skipped,
        "attempts": known.attempts,
        "points": known.best_points,
        "possible": known.possible,
        "current": kata.slug == current,
    }


@click.command("hint", help=say("help.hint"))
@kata_argument()
@as_json
@click.pass_obj
def hint_command(output: Output, *, name: str | None, as_json: bool) -> int:
    """Show the next hint."""
    from runner.app.learning import next_hint
    from runner.app.place import here
    from runner.cli.texts import wrapped

    place = here()
    kata = place.kata(name)
    hint = next_hint(place, kata.slug)
    if as_json:
        found = None if hint is None else {"number": hint.number, "of": hint.of, "text": hint.text}
        print_json(output, {"kata": kata.slug, "hint": found})
    elif hint is None:
        output.print(say("cli.hint.none", slug=kata.slug))
        output.print(say("cli.hint.none.next", slug=kata.slug))
    else:
        output.print(
            "\n".join([say("cli.hint", number=hint.number, of=hint.of, slug=kata.slug), *wrapped(hint.text, output)])
        )
        is_last = hint.number >= hint.of
        output.print(say("cli.next", command="kata test") if is_last else say("cli.hint.next"))
    return ExitCode.PASSED


@click.command("progress", help=say("help.progress"))
@as_json
@click.pass_obj
def progress_command(output: Output, *, as_json: bool) -> None:
    """Show attempts, time and streak."""
    from dataclasses import asdict

    from runner.app.place import here
    from runner.app.progressing import practice_here
    from runner.progress import stages_of
    from runner.reporters.terminal import Style, render_progress

    place = here()
    practice, ignored = practice_here(place)
    if as_json:
        katas = [asdict(known) for known in place.progress().katas]
        stages = [asdict(stage) for stage in stages_of(place.syllabus, place.progress())]
        told = {"practice": asdict(practice), "stages": stages, "katas": katas, "lines_ignored": ignored}
        print_json(output, told)
        return
    style = Style(color=output.color, ascii=output.ascii, width=output.width)
    output.print(render_progress(place.syllabus, place.progress(), practice, style))
    if ignored:
        output.note(say("cli.progress.ignored", count=ignored))


@click.command("solution", help=say("help.solution"))
@kata_argument()
@click.option("--yes", is_flag=True, help=say("help.option.solution-yes"))
@as_json
@click.pass_obj
def solution_command(output: Output, *, name: str | None, yes: bool, as_json: bool) -> None:
    """Compare with our solution."""
    from runner.app.learning import is_passed, solution_of
    from runner.app.place import here
    from runner.cli.differing import difference

    place = here()
    kata = place.kata(name)
    if not yes and not is_passed(place, kata):
        confirm(say("cli.solution.ask", slug=kata.slug))
    solution = solution_of(place, kata)
    if as_json:
        print_json(output, {"kata": kata.slug, "track": solution.track, "folder": str(solution.folder)})
        return
    output.print(difference(solution, output))
