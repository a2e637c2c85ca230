"""The table of all katas in docs/katas.md, made from what is on record; a test fails when it is stale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from runner.authoring.mutant_scores import kept_score
from runner.authoring.repeats import is_repeated, kept_repeats
from runner.catalog import load_wrong_solutions
from runner.exchanges.load import load_checks
from runner.model import Kata, Syllabus

PLACE: Final = Path("docs/katas.md")
HEADINGS: Final = ("Kata", "What it teaches", "Rules", "Checks", "Points", "Wrong caught", "Mutants caught", "Repeats")

INTRODUCTION: Final = """\
# The katas

Every kata proves itself: its stub earns nothing, its solutions pass, every planted wrong solution is caught by the
checks that it names and passes all others (`kata verify`). Mutants are small changes of the Python solution, made by
a program; those that no request could show are left out, with a reason in `kata.yaml` (`kata verify --mutants`).
Repeats are how often all of that ran, in other orders and with other data, without a flake (`kata verify --repeat N`).

This page is written by `kata verify --write-table`.
"""


def table_text(syllabus: Syllabus) -> str:
    """Return docs/katas.md for a pack."""
    return "\n".join([INTRODUCTION, *_stages(syllabus)]).rstrip() + "\n"


def _stages(syllabus: Syllabus) -> Iterator[str]:
    for stage in syllabus.stages:
        yield f"## {stage.title}\n"
        yield _row(HEADINGS)
        yield _row(("---",) * 2 + ("---:",) * (len(HEADINGS) - 2))
        for slug in stage.katas:
            kata = syllabus.find(slug)
            if kata is not None:
                yield _row(_cells(kata))
        yield ""


def _cells(kata: Kata) -> tuple[str, ...]:
    checks = load_checks(kata.checks_file, None)
    wrong = len(load_wrong_solutions(kata))
    score = kept_score(kata)
    return (
        f"[{kata.slug}](../katas/{kata.slug}/README.md)",
        kata.teaches,
        str(len(kata.rules)),
        str(len(checks)),
        str(sum(check.points for check in checks)),
        f"{wrong} of {wrong}",
        f"{score.caught} of {score.possible}" if score else "not yet",
        str(kept_repeats(kata)) if is_repeated(kata) else "not yet",
    )


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
