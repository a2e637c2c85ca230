"""What each planted wrong solution looks like from outside, recorded beside the kata for `kata hint`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from runner.authoring.proven import suite_digest
from runner.catalog import load_wrong_solutions
from runner.errors import Mistake
from runner.hinting import Pattern, Shape, Sight, patterns_from_text, patterns_to_text, suspects
from runner.model import Kata
from runner.planted import WrongSolution
from runner.workspace.submitting import digest

NAME: Final = "patterns.json"

# Of each wrong solution, by name, what its runs showed.
Sights = Mapping[str, Sequence[Sight]]


def digest_of(kata: Kata, suite: str) -> str:
    """Return what changes when the suite, of which this is the digest, or a wrong solution does."""
    parts = suite, digest(kata.folder / "wrong")
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()


def patterns_of(kata: Kata, sights: Sights) -> tuple[Pattern, ...]:
    """Return the pattern of every wrong solution that was run."""
    return tuple(_pattern(wrong, sights[wrong.name]) for wrong in load_wrong_solutions(kata) if sights.get(wrong.name))


def record(kata: Kata, sights: Sights) -> tuple[Pattern, ...]:
    """Write the patterns of a kata into its folder, beside what is on record of the same suite, and return them."""
    digest = digest_of(kata, suite_digest(kata))
    known, before = recorded(kata)
    patterns = _merged(before if known == digest else (), patterns_of(kata, sights))
    (kata.folder / NAME).write_text(patterns_to_text(patterns, digest), "utf-8")
    return patterns


def recorded(kata: Kata) -> tuple[str, tuple[Pattern, ...]]:
    """Return the digest and the patterns that are on record for a kata; nothing where there are none."""
    try:
        return patterns_from_text((kata.folder / NAME).read_bytes())
    except OSError:
        return "", ()


def hint_faults(kata: Kata, sights: Sights) -> Iterator[str]:
    """Yield every wrong solution that does not draw its own hint, by the patterns that are on record."""
    if not any(sights.values()):
        return
    patterns = recorded(kata)[1]
    if not patterns:
        yield f"nothing is on record that kata hint could know a mistake by: kata verify {kata.slug} --record"
        return
    for name, seen in sights.items():
        for sight in seen:
            drawn = [pattern.wrong for pattern in suspects(sight, patterns)]
            if name not in drawn:
                whose = f"that of {' and '.join(drawn)}" if drawn else "none"
                yield f"wrong {name} draws {whose} instead of its own hint; record it: kata verify {kata.slug} --record"
                break


def sharing(kata: Kata, sights: Sights) -> tuple[tuple[str, ...], ...]:
    """Return the groups of wrong solutions that look alike from outside, so that they share their hints."""
    patterns = recorded(kata)[1]
    groups: dict[tuple[str, ...], None] = {}
    for seen in sights.values():
        alike = sorted({found.wrong for sight in seen for found in suspects(sight, patterns)})
        if len(alike) > 1:
            groups.setdefault(tuple(alike))
    return tuple(groups)


def stale_patterns(kata: Kata, suite: str) -> Iterator[Mistake]:
    """Yield a mistake when the patterns on record are not those of this suite and these wrong solutions."""
    file = kata.folder / NAME
    # A new kata has none yet: it is `kata verify` that asks for them.
    if not file.is_file():
        return
    if recorded(kata)[0] != digest_of(kata, suite):
        what = "the suite or a wrong solution changed since this was recorded"
        yield Mistake(str(file), 1, 1, what, f"kata verify {kata.slug} --record")


def _merged(before: Sequence[Pattern], now: Sequence[Pattern]) -> tuple[Pattern, ...]:
    # A race has many faces, and shows few of them in one run.
    found = {pattern.wrong: pattern for pattern in before}
    for pattern in now:
        kept = found.get(pattern.wrong, pattern).shapes
        shapes = {
            check: kept.get(check, frozenset()) | pattern.shapes.get(check, frozenset())
            for check in (*kept, *pattern.shapes)
        }
        found[pattern.wrong] = replace(pattern, shapes=shapes)
    return tuple(found.values())


def _pattern(wrong: WrongSolution, seen: Sequence[Sight]) -> Pattern:
    shapes: dict[str, set[Shape]] = {}
    for sight in seen:
        for check, shape in sight.failing.items():
            shapes.setdefault(check, set()).add(shape)
    return Pattern(
        wrong=wrong.name,
        misconception=wrong.misconception,
        hint=wrong.hint,
        shapes={check: frozenset(found) for check, found in shapes.items()},
        launch=next((sight.launch for sight in seen if sight.launch), ""),
    )
