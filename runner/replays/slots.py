"""The places of a request that may hold a value of an earlier answer: parts of its path, query, headers and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, unquote

from runner.evidence import Request

LARGEST_JSON = 256 * 1024
MOST_LEAVES = 500
DEEPEST = 20
_TARGET_PARTS = re.compile(r"([/?&=])")
_HEADER_PARTS = re.compile(r"([\s;,=]+)")
# What a client writes of its own accord.
OWN_HEADERS = frozenset(
    {
        "host", "user-agent", "accept", "accept-encoding", "connection", "content-length", "content-type",
        "transfer-encoding", "expect", "origin",
    }
)  # fmt: skip

Path = tuple[str | int, ...]
Change = Callable[["Slot"], Any]


@dataclass(frozen=True, slots=True)
class Slot:
    """One value in a request; `name` is the key or parameter that it stands under, empty for a part of the path."""

    part: str  # target, header or body
    place: Path
    text: str
    name: str = ""
    after: str = ""  # the part of the path before it


def slots_of(request: Request) -> Iterator[Slot]:
    """Yield every value of a request that could have come from an answer."""
    yield from target_slots(request.target)
    for number, (name, value) in enumerate(request.headers):
        if name.lower() not in OWN_HEADERS:
            for index, text in enumerate(_header_tokens(value)):
                yield Slot("header", (number, index), text, name)
    for path, leaf in json_leaves(json_of(request.body)):
        yield Slot("body", path, _text(leaf), _name(path))


def with_slots(request: Request, changes: Mapping[Slot, Any]) -> Request:
    """Return the request with other values in some of its slots; a changed body gets its new length."""
    target = _TARGET_PARTS.split(request.target)
    headers = [list(pair) for pair in request.headers]
    tokens = {number: _header_tokens(value) for number, (_, value) in enumerate(request.headers)}
    body = json_of(request.body)
    is_body_changed = False
    for slot, value in changes.items():
        if slot.part == "target":
            target[_index(slot.place[0])] = quote(str(value), safe="")
        elif slot.part == "header":
            number, index = _index(slot.place[0]), _index(slot.place[1])
            tokens[number][index] = str(value)
            headers[number][1] = "".join(tokens[number])
        else:
            body, is_body_changed = _put(body, slot.place, value), True
    changed = replace(request, target="".join(target), headers=tuple((name, value) for name, value in headers))
    return with_body(changed, json.dumps(body, ensure_ascii=False).encode()) if is_body_changed else changed


def with_body(request: Request, body: bytes) -> Request:
    """Return the request with another body; a Content-Length that was right stays right."""
    right = str(max(request.body_size, len(request.body)))
    headers = tuple(
        (name, str(len(body)) if name.lower() == "content-length" and value == right else value)
        for name, value in request.headers
    )
    return replace(request, body=body, body_size=len(body), headers=headers)


def json_of(body: bytes) -> Any:
    """Return the JSON of a body, or None when it is none or too large."""
    if not body or len(body) > LARGEST_JSON:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def json_leaves(value: Any) -> Iterator[tuple[Path, Any]]:
    """Yield the texts and numbers in JSON with their paths."""
    waiting: list[tuple[Path, Any]] = [((), value)]
    count = 0
    while waiting and count < MOST_LEAVES:
        path, found = waiting.pop(0)
        if isinstance(found, (str, int, float)) and not isinstance(found, bool):
            count += 1
            yield path, found
        elif len(path) < DEEPEST and isinstance(found, dict):
            waiting += [((*path, key), each) for key, each in found.items()]
        elif len(path) < DEEPEST and isinstance(found, list):
            waiting += [((*path, index), each) for index, each in enumerate(found[:MOST_LEAVES])]


def json_path(path: Path) -> str:
    """Return a path as the checks write it: `$.items[0].id`."""
    return "$" + "".join(_part(part) for part in path)


def _part(part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    return f".{part}" if re.fullmatch(r"\w+", part) else f'["{part}"]'


def target_slots(target: str) -> Iterator[Slot]:
    """Yield the parts of a path and the values of its query."""
    parts = _TARGET_PARTS.split(target)
    query_begins = parts.index("?") if "?" in parts else len(parts)
    for index in range(0, len(parts), 2):
        if not parts[index]:
            continue
        if index < query_begins:
            yield Slot("target", (index,), unquote(parts[index]), after=parts[index - 2] if index > 1 else "")
        elif parts[index - 1] == "=":
            yield Slot("target", (index,), unquote(parts[index]), parts[index - 2])


def _header_tokens(value: str) -> list[str]:
    # A value such as an ETag or a token with `=` at its end stays whole when it is one word.
    scheme, blank, rest = value.partition(" ")
    if blank and scheme.isalpha() and re.fullmatch(r"[\w.~+/=-]+", rest):
        return [scheme, blank, rest]
    return _HEADER_PARTS.split(value) if re.search(r"[\s;,]|^[^=\"]+=[^=]", value) else [value]


def _put(value: Any, path: Path, leaf: Any) -> Any:
    if not path:
        return leaf
    key: Any = path[0]
    value[key] = _put(value[key], path[1:], leaf)
    return value


def _name(path: Path) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _text(leaf: Any) -> str:
    return leaf if isinstance(leaf, str) else json.dumps(leaf)


def _index(part: str | int) -> int:
    return int(part)
