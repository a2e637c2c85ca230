"""Look at what a pack takes from the katas that came with kata: to reorder, to hide, to weigh anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from runner.catalog_merging import BUNDLED
from runner.errors import Mistake, PackError
from runner.exchanges.load import load_checks
from runner.marked_yaml import Document
from runner.model import Borrowing
from runner.sources.finding import bundled_pack
from runner.sources.folders import folder_names
from runner.strict_models import did_you_mean


def borrowing_of(value: Mapping[str, Any]) -> Borrowing | None:
    """Return what a katas.yaml without mistakes takes; None when it stands alone."""
    if "uses" not in value:
        return None
    points = value.get("points", {})
    return Borrowing(
        rest=value["uses"] == "bundled",
        hide=tuple(value.get("hide", ())),
        points=tuple((slug, tuple(checks.items())) for slug, checks in points.items()),
    )


def borrowing_mistakes(document: Document, root: Path) -> Iterator[Mistake]:
    """Yield every mistake in what a katas.yaml takes from the bundled katas."""
    value = document.value
    listed = dict(_listed(value))
    wanted = [key for key in ("hide", "points") if value.get(key)]
    if not (listed or wanted or "uses" in value):
        return
    home = bundled_pack()
    if root.resolve() == home.resolve():
        yield document.mistake(
            ("uses",) if "uses" in value else (), "these are the bundled katas themselves", "Remove it."
        )
        return
    if "uses" not in value:
        for path in (*listed, *((key,) for key in wanted)):
            yield document.mistake(path, "this needs `uses`", "Add at the top: uses: listed  (or: uses: bundled)")
        return
    known = folder_names(home / "katas")
    yield from _unknown(document, {path: slug.removeprefix(BUNDLED) for path, slug in listed.items()}, known)
    hidden: dict[tuple[str | int, ...], Any] = {
        ("hide", at): slug for at, slug in enumerate(_list_of(value.get("hide")))
    }
    yield from _unknown(document, hidden, known)
    both = set(hidden.values()) & {slug.removeprefix(BUNDLED) for slug in listed.values()}
    for path, slug in hidden.items():
        if slug in both:
            yield document.mistake(path, f"'{slug}' is listed in a stage and hidden", "Keep one of the two.")
    yield from _points(document, home, known)
    for path, slug in listed.items():
        if slug.removeprefix(BUNDLED) in folder_names(root / "katas"):
            what = f"this pack has a kata of its own called '{slug.removeprefix(BUNDLED)}'"
            yield document.mistake(path, what, "Give your own another name.")


def _listed(value: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for at, stage in enumerate(_list_of(value.get("stages"))):
        for index, slug in enumerate(_list_of(stage.get("katas")) if isinstance(stage, dict) else ()):
            if isinstance(slug, str) and slug.startswith(BUNDLED):
                yield ("stages", at, "katas", index), slug


def _list_of(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _unknown(
    document: Document, named: Mapping[tuple[str | int, ...], Any], known: Collection[str]
) -> Iterator[Mistake]:
    for path, slug in named.items():
        if isinstance(slug, str) and slug not in known:
            fix = did_you_mean(slug, known) or "See their names with: kata list"
            yield document.mistake(path, f"kata came with no kata '{slug[:60]}'", fix)


def _points(document: Document, home: Path, known: Collection[str]) -> Iterator[Mistake]:
    points = document.value.get("points")
    for slug, checks in points.items() if isinstance(points, dict) else ():
        if slug not in known:
            yield from _unknown(document, {("points", slug): slug}, known)
            continue
        ids = _check_ids(home / "katas" / slug / "suite" / "checks.yaml")
        for check in checks if isinstance(checks, dict) else ():
            if check not in ids:
                fix = did_you_mean(str(check), ids) or "Name checks of its suite/checks.yaml."
                yield document.mistake(("points", slug, check), f"{slug} has no check '{check}'", fix)


def _check_ids(file: Path) -> tuple[str, ...]:
    try:
        return tuple(check.id for check in load_checks(file, None))
    except PackError:
        return ()
