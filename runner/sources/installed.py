"""Packs that were installed as Python packages: entry points of the group `kata.packs`, each naming a module.

The folder of that module holds katas.yaml. Nothing of the package is run. Looking entry points up costs 50 ms, so only
commands do it that need it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from runner.sources.finding import PACK_FILE, is_pack

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "kata.packs"
LONGEST_NAME: Final = 24
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """A pack that came as a package, and what keeps it from being used."""

    name: str
    version: str
    root: Path
    trouble: str = ""


def installed_packs() -> tuple[InstalledPack, ...]:
    """Return every installed pack by name; of two with one name the second is in trouble."""
    from importlib.metadata import entry_points

    points = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    return tuple(_unique(map(_pack, points)))


def _unique(packs: Iterator[InstalledPack]) -> Iterator[InstalledPack]:
    seen: set[str] = set()
    for pack in packs:
        if pack.name in seen:
            trouble = "another installed package has a pack of this name"
            yield InstalledPack(pack.name, pack.version, pack.root, trouble)
        else:
            yield pack
        seen.add(pack.name)


def _pack(point: EntryPoint) -> InstalledPack:
    version = point.dist.version if point.dist else ""
    root = _folder_of(point.value.partition(":")[0])
    if _NAME.fullmatch(point.name) is None or len(point.name) > LONGEST_NAME:
        trouble = f"its name must be a-z, 0-9 and dashes, at most {LONGEST_NAME} of them"
    elif root is None:
        trouble = f"there is no module {point.value!r}"
    elif not is_pack(root):
        trouble = f"there is no {PACK_FILE} beside a folder katas/ in it"
    else:
        trouble = ""
    return InstalledPack(point.name, version, root or Path(), trouble)


def _folder_of(module: str) -> Path | None:
    from importlib.util import find_spec

    try:
        # Only the name of a whole package: finding a submodule would run its parent.
        found = find_spec(module) if "." not in module else None
    except (ImportError, ValueError, AttributeError):
        return None
    if found is None:
        return None
    places = list(found.submodule_search_locations or ())
    return Path(places[0]) if places else Path(found.origin).parent if found.origin else None
