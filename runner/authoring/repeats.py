"""How often a kata was repeated without a flake, kept beside it with a digest of what was run.

Many repeats take minutes, so they run on demand; whoever changes a kata repeats it again.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final

from runner.authoring.proven import folder_digest, suite_digest
from runner.authoring.record import Record
from runner.catalog import load_wrong_solutions
from runner.errors import PackError
from runner.model import Kata

NAME: Final = "repeats.json"
WRONG_FILE: Final = "wrong.yaml"
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Repeats:
    """The stored result of many runs, none of which ended otherwise than the others."""

    digest: str
    date: str
    repeats: int
    runs: int
    under_load: int  # so many of the repeats, with every core kept busy
    without: tuple[str, ...] = ()  # programs that the machine could not run

    def __str__(self) -> str:
        return f"{self.repeats}, {self.under_load} under load" if self.under_load else str(self.repeats)

    def says_more_than(self, other: Repeats | None) -> bool:
        """Return whether this is the better proof of the two; one of something else proves nothing."""
        if other is None or other.digest != self.digest:
            return True
        return (self.repeats, self.under_load) >= (other.repeats, other.under_load)


@dataclass(frozen=True, slots=True)
class Before:
    """What was to be run, and what was on record of it, before repeats began."""

    digest: str
    kept: Repeats | None = None  # of the same programs

    @property
    def repeats(self) -> int:
        """Return with how many seeds it held."""
        return self.kept.repeats if self.kept else 0


def held_before(kata: Kata) -> Before:
    """Return what is on record of a kata as it is now."""
    digest, kept = repeats_digest(kata), kept_repeats(kata)
    return Before(digest, kept if kept is not None and kept.digest == digest else None)


def keep_repeats(kata: Kata, record: Record, before: Before, *, under_load: bool) -> None:
    """Write down that a kata held in every repeat, beside those before; unless more is on record or it is only one.

    A run that ends otherwise takes back what is on record of the same programs; a hint that is not drawn does not.
    """
    try:
        is_changed = repeats_digest(kata) != before.digest
    except PackError:
        is_changed = True  # half saved
    if is_changed:
        return  # nobody knows what ran
    kept = kept_repeats(kata)
    with suppress(OSError):  # a pack that is only installed here keeps no record
        if record.faults and kept is not None and kept.digest == before.digest:
            (kata.folder / NAME).unlink()
        made = _added(record, before, under_load=under_load)
        if not record.faults and record.repeat > 1 and made.says_more_than(kept):
            (kata.folder / NAME).write_text(json.dumps({"format": FORMAT, **asdict(made)}, indent=1) + "\n", "utf-8")


def _added(record: Record, before: Before, *, under_load: bool) -> Repeats:
    without = tuple(sorted(left_out.partition(":")[0] for left_out in record.left_out))
    today = datetime.now(UTC).date().isoformat()
    if before.kept is None or before.kept.without != without:
        loaded = record.repeat if under_load else 0
        return Repeats(before.digest, today, record.repeat, record.runs, loaded, without)
    new = record.repeat - 1  # the first seed runs every time and counts once
    repeats, runs = before.kept.repeats + new, before.kept.runs + record.runs
    loaded = before.kept.under_load + (new if under_load else 0)
    return Repeats(before.digest, today, repeats, runs, loaded, without)


def kept_repeats(kata: Kata) -> Repeats | None:
    """Return the repeats on record, or None when there are none that can be read."""
    try:
        kept: dict[str, Any] = json.loads((kata.folder / NAME).read_bytes())
        without, loaded = tuple(kept.pop("without", ())), int(kept.pop("under_load"))
        return Repeats(**kept, under_load=loaded, without=without) if kept.pop("format") == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def is_repeated(kata: Kata) -> bool:
    """Return whether the repeats on record are of the kata as it is now."""
    kept = kept_repeats(kata)
    return kept is not None and kept.digest == repeats_digest(kata)


def repeats_digest(kata: Kata) -> str:
    """Return what changes when a program, a check, a limit or the environment of a kata does; texts do not count."""
    folders = (kata.folder / "stub", kata.folder / "samples", kata.solutions)
    parts = [suite_digest(kata), *map(folder_digest, folders)]
    parts.append(folder_digest(kata.folder / "wrong", {WRONG_FILE}))
    # What is said about a planted mistake is a text, too.
    planted = [(wrong.name, wrong.base, wrong.caught_by, wrong.changes) for wrong in load_wrong_solutions(kata)]
    parts.append(repr((planted, kata.limits, kata.env, kata.services)))
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()
