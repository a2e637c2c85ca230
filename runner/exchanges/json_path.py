"""JSON paths of the language: `$`, `.name`, `["name"]`, `[0]`, `[-1]` and `[*]`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from runner.words import say


class Every(Enum):
    """The part `[*]` of a path."""

    ELEMENT = "*"


Part = str | int | Every

PART: Final = re.compile(
    r"""\.(?P<name>[^\s.\[\]]+) | \[(?P<index>-?\d+)\] | \[(?P<every>\*)\]
      | \["(?P<double>[^"]*)"\] | \['(?P<single>[^']*)'\]""",
    re.VERBOSE,
)
PLAIN_NAME: Final = re.compile(r"[^\s.\[\]\"']+")


class PathError(ValueError):
    """A JSON path that cannot be read: a mistake in the suite."""


class PathMissing(Exception):  # noqa: N818 - says what is missing, not that we erred
    """The value has nothing at that place."""

    def __init__(self, place: str) -> None:
        super().__init__(say("expecting.missing", place=place))
        self.place = place


@lru_cache(maxsize=512)
def parse_path(path: str) -> tuple[Part, ...]:
    """Return the parts of a path that starts with `$`."""
    if not path.startswith("$"):
        raise PathError(f"the JSON path `{path}` does not start with $")
    return parse_parts(path, 1)


def parse_parts(path: str, start: int = 0) -> tuple[Part, ...]:
    """Return the parts that follow a name, such as `.items[0]`."""
    parts: list[Part] = []
    while start < len(path):
        found = PART.match(path, start)
        if found is None:
            raise PathError(f"the JSON path `{path}` cannot be read at character {start + 1}")
        parts.append(_part(found))
        start = found.end()
    return tuple(parts)


def _part(found: re.Match[str]) -> Part:
    if found["every"]:
        return Every.ELEMENT
    if found["index"] is not None:
        return int(found["index"])
    return next(found[group] for group in ("name", "double", "single") if found[group] is not None)


def find(path: str, value: Any) -> Any:
    """Return what stands at a path; PathMissing names the place that is not there."""
    return find_parts(parse_path(path), value, "$")


def find_parts(parts: Sequence[Part], value: Any, place: str) -> Any:
    """Return what stands at these parts of a value that is itself called `place`."""
    for position, part in enumerate(parts):
        if part is Every.ELEMENT:
            rest = parts[position + 1 :]
            return [find_parts(rest, element, f"{place}[{i}]") for i, element in enumerate(_elements(value, place))]
        place = at(place, part)
        value = _step(value, part, place)
    return value


def _elements(value: Any, place: str) -> list[Any]:
    if isinstance(value, list):
        return value
    raise PathMissing(f"{place}[*]")


def _step(value: Any, part: Part, place: str) -> Any:
    try:
        if isinstance(part, int) and isinstance(value, list):
            return value[part]
        if isinstance(part, str) and isinstance(value, dict):
            return value[part]
    except (IndexError, KeyError):
        pass
    raise PathMissing(place)


def at(place: str, part: str | int | Every) -> str:
    """Return the name of a part of a place: `$.name`, `$[0]`, `$["a b"]`."""
    if isinstance(part, int):
        return f"{place}[{part}]"
    if isinstance(part, Every):
        return f"{place}[*]"
    if PLAIN_NAME.fullmatch(part):
        return f"{place}.{part}"
    quoted = part.replace('"', '\\"')
    return f'{place}["{quoted}"]'
