"""Read katas for mistakes: which pack, and which katas of it."""

from __future__ import annotations

from pathlib import Path

from runner.authoring.check import check_pack
from runner.errors import Mistake, UsageError
from runner.sources.folders import folder_names
from runner.strict_models import did_you_mean
from runner.tracks.registry import TRACKS


def check(pack: Path, names: tuple[str, ...]) -> tuple[Mistake, ...]:
    """Return every mistake in a pack, or in its katas.yaml and some katas of it."""
    known = folder_names(pack / "katas")
    return check_pack(pack, frozenset(TRACKS), frozenset(_slug(name, known, pack) for name in names))


def _slug(name: str, known: tuple[str, ...], pack: Path) -> str:
    """Return the folder that is meant: its name or a beginning of it. A broken pack has no list to number them by."""
    if name in known:
        return name
    begun = [slug for slug in known if name and slug.startswith(name)]
    if len(begun) == 1:
        return begun[0]
    if begun:
        what = f"'{name[:60]}' is the beginning of {len(begun)} katas: {', '.join(begun)}"
        raise UsageError(what, fix="write more of the name")
    fix = did_you_mean(name, known) or f"there are: {', '.join(known) or 'none yet; kata new NAME makes one'}"
    raise UsageError(f"there is no kata called '{name[:60]}'", where=str(pack), fix=fix)
