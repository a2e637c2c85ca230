"""Load a hidden suite: from its cache when the file is unchanged, else by reading and proving the YAML.

A hit imports neither yaml nor pydantic: that is a third of the time in which `kata test` starts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from runner import __version__
from runner.json_cache import read_cache, write_cache
from runner.model import Check, Sharing, Visibility

LANGUAGE: Final = 1  # raise it when a check is kept in another shape, or the language is read in another way


def load_checks(path: Path, cache: Path | None = None) -> tuple[Check, ...]:
    """Return the checks of a suite; raise PackError with everything that is wrong with it.

    `cache` is a folder of ours; without one, the suite is always read and proved anew.
    """
    if cache is None:
        return _read(path)
    kept_in = kept_checks_file(path, cache)
    key = _key(path)
    kept = read_cache(kept_in, key) if key else None
    checks = _from_plain(kept)
    if checks is None:
        checks = _read(path)
        if key and key == _key(path):  # unchanged while it was read
            write_cache(kept_in, key, [_to_plain(check) for check in checks])
    return checks


def kept_checks_file(path: Path, cache: Path) -> Path:
    """Return the file of the cache that holds the checks of a suite."""
    return cache / f"checks-{_digest(str(path.absolute()).encode('utf-8', 'surrogateescape'))[:16]}.json"


def _key(path: Path) -> str:
    """Return what the kept checks depend on, or an empty text for a file that cannot be read."""
    try:
        source = path.read_bytes() if path.is_file() else b""
    except OSError:
        source = b""
    return f"{__version__}/{LANGUAGE}/{_digest(source)}" if source else ""


def _digest(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()


def _read(path: Path) -> tuple[Check, ...]:
    from runner.exchanges.language import read_checks

    return read_checks(path)


def _to_plain(check: Check) -> dict[str, Any]:
    return {name: getattr(check, name) for name in Check.__slots__}


def _from_plain(kept: Any) -> tuple[Check, ...] | None:
    """Return the kept checks, or None when they are not what we once wrote."""
    if not isinstance(kept, list) or not kept:
        return None
    try:
        return tuple(_check(plain) for plain in kept)
    except (KeyError, TypeError, ValueError):
        return None


def _check(plain: Mapping[str, Any]) -> Check:
    lists = {name: tuple(plain[name]) for name in ("depends_on", "hints", "steps")}
    return Check(
        **{
            **plain,
            **lists,
            "visibility": Visibility(plain["visibility"]),
            "server": Sharing(plain["server"]),
            "data": Sharing(plain["data"]),
            "env": tuple((name, value) for name, value in plain["env"]),
        }
    )
