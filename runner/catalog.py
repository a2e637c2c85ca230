"""Read `katas.yaml` and every `kata.yaml` into a syllabus; name every mistake with file, line, column and fix.

An index of it all is kept as JSON, keyed by the time and size of each file: a hit loads neither a YAML reader nor
pydantic, which is most of what `kata next` would otherwise wait for.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from runner import __version__
from runner.errors import UsageError
from runner.json_cache import read_cache, write_cache
from runner.model import PACK_MARK, Borrowing, Kata, Limits, Rule, Stage, Syllabus
from runner.sources.finding import bundled_pack
from runner.sources.folders import folder_names
from runner.words import say

if TYPE_CHECKING:
    from runner.planted import Equivalent, Sample, WrongSolution
    from runner.sources.installed import InstalledPack

INDEX: Final = 3  # raise it when the index is kept in another shape


def load_syllabus(root: Path, cache: Path | None = None) -> Syllabus:
    """Return the syllabus of a pack; raise PackError with every mistake in it.

    `cache` is a folder of ours; without one, everything is always read anew.
    """
    own = _own_syllabus(root, cache)
    if own.borrowing is None:
        return own
    from runner.catalog_merging import with_borrowed

    return with_borrowed(own, _own_syllabus(bundled_pack(), cache))


def load_installed(pack: InstalledPack, cache: Path | None = None) -> Syllabus:
    """Return the syllabus of an installed pack, its name before every slug."""
    from runner.catalog_merging import namespaced

    return namespaced(load_syllabus(pack.root, cache), pack.name)


def _own_syllabus(root: Path, cache: Path | None) -> Syllabus:
    if cache is None:
        return _read(root)
    place = str(root.absolute())
    kept_in, key = cache / f"syllabus-{_short(place)}.json", f"{__version__}/{INDEX}/{place}"
    syllabus = _from_index(read_cache(kept_in, key), root)
    if syllabus is None:
        # The stamps are older than what is read, so that a change in between is noticed the next time.
        stamps = {slug: _stamp(_file(root, slug)) for slug in ("", *folder_names(root / "katas"))}
        syllabus = _read(root)
        used = {slug: stamps[slug] for slug in ("", *(kata.slug for kata in syllabus.katas))}
        write_cache(kept_in, key, {"stamps": used, **_to_index(syllabus)})
    return syllabus


def load_wrong_solutions(kata: Kata) -> tuple[WrongSolution, ...]:
    """Return the planted wrong solutions of a kata, by name; raise PackError with every mistake in them."""
    from runner.catalog_files import read_wrong_solutions

    return read_wrong_solutions(kata)


def load_samples(kata: Kata) -> tuple[Sample, ...]:
    """Return the sample submissions of a kata, by name; raise PackError with every mistake in them."""
    from runner.catalog_files import read_samples

    return read_samples(kata)


def load_equivalents(kata: Kata) -> tuple[Equivalent, ...]:
    """Return the mutants that a kata declares equivalent."""
    from runner.catalog_files import read_equivalents

    return read_equivalents(kata)


def solution_tracks(kata: Kata) -> tuple[str, ...]:
    """Return the tracks that have a reference solution."""
    return folder_names(kata.solutions)


def stub_tracks(kata: Kata) -> tuple[str, ...]:
    """Return the tracks that have a stub of this kata's own."""
    return folder_names(kata.folder / "stub")


def find_kata(syllabus: Syllabus, name: str) -> Kata:
    """Return the kata of that name, unique beginning, or number in the list; else say which were meant."""
    exact = syllabus.find(name.replace("/", PACK_MARK))
    if exact:
        return exact
    if name.isdecimal() and name.isascii() and 0 < int(name[:9]) <= len(syllabus.katas):
        return syllabus.katas[int(name[:9]) - 1]
    slugs = [kata.slug for kata in syllabus.katas]
    begun = [kata for kata in syllabus.katas if name and kata.slug.startswith(name)]
    if len(begun) == 1:
        return begun[0]
    if begun:
        names = ", ".join(kata.slug for kata in begun)
        what = say("catalog.several", name=name, count=len(begun), names=names)
        raise UsageError(what, fix=say("catalog.several.fix"))
    import difflib

    near = difflib.get_close_matches(name, slugs, n=1, cutoff=0.5)
    fix = say("catalog.did-you-mean", name=near[0]) if near else say("catalog.see-names")
    raise UsageError(say("catalog.unknown", name=name[:60]), fix=fix)


def _read(root: Path) -> Syllabus:
    from runner.catalog_files import read_syllabus

    return read_syllabus(root)


def _short(place: str) -> str:
    # Not hashlib, whose import takes longer than all the rest; the key holds the whole place.
    return f"{zlib.crc32(place.encode('utf-8', 'surrogateescape')):08x}"


def _file(root: Path, slug: str) -> Path:
    return root / "katas" / slug / "kata.yaml" if slug else root / "katas.yaml"


def _stamp(file: Path) -> list[int]:
    """Return what changes when a file is written, or zeros when it is gone."""
    try:
        found = file.stat()
    except OSError:
        return [0, 0]
    return [found.st_mtime_ns, found.st_size]


def _to_index(syllabus: Syllabus) -> dict[str, Any]:
    return {
        "stages": [[stage.id, stage.title, stage.katas] for stage in syllabus.stages],
        "katas": [_kata_to_plain(kata) for kata in syllabus.katas],
        "borrowing": syllabus.borrowing
        and [syllabus.borrowing.rest, syllabus.borrowing.hide, syllabus.borrowing.points],
    }


def _kata_to_plain(kata: Kata) -> dict[str, Any]:
    plain = {
        name: getattr(kata, name)
        for name in ("slug", "title", "stage", "teaches", "requires", "hints", "services", "sockets")
    }
    limits = [kata.limits.start, kata.limits.check, kata.limits.suite]
    return {**plain, "rules": [[rule.id, rule.text] for rule in kata.rules], "limits": limits, "env": kata.env}


def _from_index(kept: Any, root: Path) -> Syllabus | None:
    """Return the kept syllabus, or None when a file changed since or this is not what we once wrote."""
    try:
        if not kept["stamps"] or any(_stamp(_file(root, slug)) != stamp for slug, stamp in kept["stamps"].items()):
            return None
        stages = tuple(Stage(name, title, tuple(katas)) for name, title, katas in kept["stages"])
        katas = tuple(_kata_from_plain(plain, root) for plain in kept["katas"])
        return Syllabus(stages, katas, _borrowing_from_plain(kept["borrowing"]))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _borrowing_from_plain(plain: Any) -> Borrowing | None:
    if plain is None:
        return None
    rest, hide, points = plain
    weights = tuple((slug, tuple((check, number) for check, number in checks)) for slug, checks in points)
    return Borrowing(rest, tuple(hide), weights)


def _kata_from_plain(plain: Mapping[str, Any], root: Path) -> Kata:
    return Kata(
        slug=plain["slug"],
        title=plain["title"],
        stage=plain["stage"],
        teaches=plain["teaches"],
        requires=tuple(plain["requires"]),
        rules=tuple(Rule(name, text) for name, text in plain["rules"]),
        hints=tuple(plain["hints"]),
        folder=root / "katas" / plain["slug"],
        solutions=root / "solutions" / plain["slug"],
        limits=Limits(*plain["limits"]),
        services=tuple(plain["services"]),
        env=tuple((name, value) for name, value in plain["env"]),
        sockets=plain["sockets"],
    )
