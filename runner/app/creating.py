"""Make a new kata for an author: where, from which template, in which languages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from runner.authoring.new import Order, Plan, plan_kata, write_plan
from runner.authoring.template import Template, find_template
from runner.errors import MachineError, UsageError
from runner.model import Track
from runner.sources.finding import pack_above
from runner.sources.folders import entries_of
from runner.strict_models import did_you_mean
from runner.tracks.registry import TRACKS, require_tools

FEWEST_TRACKS = 2  # a suite that only one framework was tried on tests that framework


@dataclass(frozen=True, slots=True)
class Wish:
    """What an author asks for, as it was typed."""

    slug: str
    template: str
    tracks: tuple[str, ...] = ()
    stage: str = ""
    pack: Path | None = None


def create(folder: Path, wish: Wish, *, dry_run: bool = False) -> Plan:
    """Make a kata, or with `dry_run` only say what would be made."""
    template = find_template(wish.template)
    order = Order(wish.slug, template, _tracks(template, wish.tracks), wish.stage)
    plan = plan_kata(_pack(folder, wish), order)
    if not dry_run:
        write_plan(plan)
    return plan


def _pack(folder: Path, wish: Wish) -> Path:
    """Return the pack to add to; an empty folder becomes one, and any folder that is named."""
    if wish.pack is not None:
        if wish.pack.exists() and not wish.pack.is_dir():
            raise UsageError("a pack is a folder, and this is a file", where=str(wish.pack), fix="name another place")
        return (folder / wish.pack).resolve()
    found = pack_above(folder)
    if found is not None:
        return found
    if any(not entry.name.startswith(".") for entry in entries_of(folder)):
        what = "there is no pack here, and this folder holds other things"
        fix = f"kata new {wish.slug} --pack DIR  (makes one in DIR; a dot means here)"
        raise UsageError(what, where=str(folder), fix=fix)
    return folder.absolute()


def _tracks(template: Template, names: tuple[str, ...]) -> tuple[Track, ...]:
    """Return the languages asked for, or the template's first ones whose tools are on this machine."""
    for name in names:
        if name not in template.tracks:
            fix = did_you_mean(name, template.tracks) or f"choose from: {', '.join(template.tracks)}"
            raise UsageError(f"the template {template.name} has no solution in '{name[:40]}'", fix=fix)
    if names:
        return tuple(TRACKS[name] for name in dict.fromkeys(names))
    there = [TRACKS[name] for name in template.tracks if _can_run(TRACKS[name])]
    return tuple(there[:FEWEST_TRACKS]) or (TRACKS[template.tracks[0]],)


def _can_run(track: Track) -> bool:
    try:
        require_tools(track)
    except MachineError:
        return False
    return True
