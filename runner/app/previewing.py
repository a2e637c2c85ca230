"""Run what fails on purpose and see what learners will see."""

from __future__ import annotations

from collections.abc import Callable

from runner.app.place import Place
from runner.app.proving import many_runs
from runner.authoring.preview import Preview, previews, programs_of
from runner.model import Kata


def preview(place: Place, kata: Kata, wrong: str, heard: Callable[[Preview], None]) -> tuple[Preview, ...]:
    """Return what the stubs and wrong solutions of a kata show, or one wrong solution."""
    targets = programs_of(kata, wrong)
    with many_runs(place) as bench:
        return previews(targets, bench, heard)
