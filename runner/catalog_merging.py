"""Put a pack together with the katas that came with kata, and its name before its katas (pure).

A pack may reorder bundled katas, hide them, and weigh their checks anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Final

from runner.model import PACK_MARK, Kata, Stage, Syllabus

BUNDLED: Final = "bundled/"  # before the name of a kata that came with kata


def with_borrowed(own: Syllabus, bundled: Syllabus) -> Syllabus:
    """Return a pack's syllabus with the bundled katas that it takes."""
    if own.borrowing is None:
        return own
    mine = {kata.slug for kata in own.katas}
    points = dict(own.borrowing.points)
    lent = {
        kata.slug: replace(kata, points=points.get(kata.slug, ()))
        for kata in bundled.katas
        if kata.slug not in {*own.borrowing.hide, *mine}
    }
    stages = [_kept(stage, lambda slug: slug.removeprefix(BUNDLED), {*mine, *lent}) for stage in own.stages]
    taken = {slug for stage in stages for slug in stage.katas}
    if own.borrowing.rest:
        ids = {stage.id for stage in stages}
        rest = (_kept(stage, str, lent.keys() - taken) for stage in bundled.stages)
        stages += (replace(stage, id=f"bundled-{stage.id}" if stage.id in ids else stage.id) for stage in rest)
    known = {kata.slug: kata for kata in (*lent.values(), *own.katas)}
    katas = (replace(known[slug], stage=stage.id) for stage in stages for slug in stage.katas)
    return Syllabus(tuple(stage for stage in stages if stage.katas), tuple(katas))


def _kept(stage: Stage, name: Callable[[str], str], there: Collection[str]) -> Stage:
    return replace(stage, katas=tuple(slug for slug in map(name, stage.katas) if slug in there))


def namespaced(syllabus: Syllabus, pack: str) -> Syllabus:
    """Return the syllabus of an installed pack, with its name before every slug and stage."""

    def named(slugs: Iterable[str]) -> tuple[str, ...]:
        return tuple(f"{pack}{PACK_MARK}{slug}" for slug in slugs)

    def renamed(kata: Kata) -> Kata:
        (slug, stage), requires = named((kata.slug, kata.stage)), named(kata.requires)
        return replace(kata, slug=slug, stage=stage, requires=requires)

    stages = (replace(stage, id=named((stage.id,))[0], katas=named(stage.katas)) for stage in syllabus.stages)
    return Syllabus(tuple(stages), tuple(map(renamed, syllabus.katas)))
