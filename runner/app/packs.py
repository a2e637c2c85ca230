"""Which packs there are: bundled, in sight, installed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from runner import __version__
from runner.catalog import load_syllabus
from runner.errors import KataError, PackError, UsageError
from runner.sources.finding import bundled_pack, pack_above
from runner.sources.installed import InstalledPack, installed_packs


@dataclass(frozen=True, slots=True)
class KnownPack:
    """One pack, where it comes from, how many katas it has, and what is wrong with it."""

    name: str
    kind: str  # bundled, in sight, installed
    version: str
    place: Path
    katas: int = 0
    trouble: str = ""


def known_packs(folder: Path, cache: Path | None) -> tuple[KnownPack, ...]:
    """Return every pack: the one that came with kata, the one in sight, and those that were installed."""
    bundled, near = bundled_pack(), pack_above(folder)
    found = [KnownPack("bundled", "bundled", __version__, bundled)]
    if near is not None and near.resolve() != bundled.resolve():
        found.append(KnownPack(near.name, "in sight", "", near))
    found += [KnownPack(one.name, "installed", one.version, one.root, 0, one.trouble) for one in installed_packs()]
    return tuple(pack if pack.trouble else _counted(pack, cache) for pack in found)


def pack_named(name: str) -> InstalledPack:
    """Return an installed pack; UsageError or PackError says why there is none that can be used."""
    packs = installed_packs()
    found = next((pack for pack in packs if pack.name == name), None)
    if found is None:
        import difflib

        near = difflib.get_close_matches(name, [pack.name for pack in packs], n=1, cutoff=0.5)
        meant = f"Did you mean '{near[0]}'? " if near else ""
        what = f"There is no installed pack called '{name[:60]}'."
        raise UsageError(what, fix=f"{meant}See which there are with: kata packs")
    if found.trouble:
        what = f"the installed pack {name} cannot be used: {found.trouble}"
        raise PackError(what, where=str(found.root))
    return found


def _counted(pack: KnownPack, cache: Path | None) -> KnownPack:
    try:
        katas = len(load_syllabus(pack.place, cache).katas)
    except KataError as error:
        return KnownPack(pack.name, pack.kind, pack.version, pack.place, 0, error.what)
    return KnownPack(pack.name, pack.kind, pack.version, pack.place, katas)
