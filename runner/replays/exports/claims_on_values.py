"""What a matcher says of one value, as claims (pure)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from runner.exchanges.formats import DATE, DATE_TIME, EMAIL, HTTP_DATE, INTEGER, URL, UUID
from runner.exchanges.json_path import Every, parse_path
from runner.exchanges.json_text import ABSENT, Literal, as_text
from runner.exchanges.matching import equal, holds, is_matcher
from runner.replays.exports.claims import Claim, Place, Write, all_of, either, failing, in_brackets

PATTERNS: Final = {
    "iso_date": DATE_TIME,
    "date": DATE,
    "uuid": UUID,
    "email": EMAIL,
    "url": URL,
    "http_date": HTTP_DATE,
    "integer": INTEGER,
}
KINDS: Final = {
    "string": "isinstance({0}, str)",
    "integer": "type({0}) in (int, float) and {0} % 1 == 0",
    "number": "type({0}) in (int, float)",
    "boolean": "isinstance({0}, bool)",
    "object": "isinstance({0}, dict)",
    "array": "isinstance({0}, list)",
    "null": "{0} is None",
}
EACH: Final = "each"


def claims_on(matcher: Any, place: Place, write: Write) -> Iterator[Claim]:
    """Yield what a matcher says of a value."""
    if isinstance(matcher, Literal):
        yield _equal(matcher.value, place, write)
    elif isinstance(matcher, Mapping) and is_matcher(matcher):
        yield from _words(matcher, place, write)
    elif isinstance(matcher, Mapping):
        yield from _fields(matcher, place, write)
    elif isinstance(matcher, list) and not all(_is_scalar(each) for each in matcher):
        yield from _elements(matcher, place, write)
    else:
        yield _equal(
            [each.value if isinstance(each, Literal) else each for each in matcher]
            if isinstance(matcher, list)
            else matcher,
            place,
            write,
        )


def _words(matcher: Mapping[str, Any], place: Place, write: Write) -> Iterator[Claim]:
    for word in sorted(matcher, key=lambda word: word != "type"):
        if word in ON_VALUE:
            yield from ON_VALUE[word](matcher[word], place, write)
        else:
            yield Claim("", holds({word: matcher[word]}, place.value))


def _equal(expected: Any, place: Place, write: Write) -> Claim:
    met = equal(expected, place.value, "$") is None
    if expected is None or isinstance(expected, bool):
        line = f"{place.text} is {expected!r}"
    else:
        line = f"{place.text} == {write(expected, place.name)}"
    # For Python 1 is True and 1.0 is 1.
    same = place.value is not ABSENT and place.value == expected and not isinstance(expected, bool | None)
    return Claim(line if met or not same else "", met)


def _fields(fields: Mapping[str, Any], place: Place, write: Write) -> Iterator[Claim]:
    if not fields:
        yield Claim(f"isinstance({place.text}, dict)", isinstance(place.value, dict))
    for name, matcher in fields.items():
        yield from claims_on(matcher, place.under(str(name)), write)


def _elements(matchers: Sequence[Any], place: Place, write: Write) -> Iterator[Claim]:
    count = len(place.value) if isinstance(place.value, list) else -1
    yield Claim(f"len({place.text}) == {len(matchers)}", holds=count == len(matchers), whole=False)
    for index, matcher in enumerate(matchers):
        yield from claims_on(matcher, place.under(index), write)


def _object(fields: Any, place: Place, write: Write) -> Iterator[Claim]:
    return _fields(fields.value if isinstance(fields, Literal) else fields, place, write)


def _only(fields: Any, place: Place, write: Write) -> Iterator[Claim]:
    if isinstance(fields, Literal):
        yield _equal(fields.value, place, write)
        return
    yield from _fields(fields, place, write)
    met = isinstance(place.value, dict) and not set(place.value) - set(fields)
    yield Claim(f"not set({place.text}) - set({sorted(fields)!r})" if fields else f"{place.text} == {{}}", met)


def _equals(expected: Any, place: Place, write: Write) -> Iterator[Claim]:
    yield _equal(_plain(expected), place, write)


def _type(names: Any, place: Place, _write: Write) -> Iterator[Claim]:
    wanted = [names] if isinstance(names, str) else names
    lines = [KINDS[name].format(place.text) for name in wanted]
    line = lines[0] if len(lines) == 1 else " or ".join(map(in_brackets, lines))
    yield Claim(line, holds({"type": wanted}, place.value))


def _matches(pattern: str, place: Place, _write: Write) -> Iterator[Claim]:
    yield Claim(f"re.search({pattern!r}, {place.text})", holds({"matches": pattern}, place.value))


def _minimum(least: Any, place: Place, write: Write) -> Iterator[Claim]:
    yield _bound("min", ">=", least, place, write)


def _maximum(most: Any, place: Place, write: Write) -> Iterator[Claim]:
    yield _bound("max", "<=", most, place, write)


def _bound(word: str, sign: str, limit: Any, place: Place, write: Write) -> Claim:
    line = "" if isinstance(place.value, bool) else f"{place.text} {sign} {write(limit, '')}"
    return Claim(line, holds({word: limit}, place.value))


def _length(matcher: Any, place: Place, write: Write) -> Iterator[Claim]:
    size = len(place.value) if isinstance(place.value, str | list | dict) else ABSENT
    yield from claims_on(matcher, Place(f"len({place.text})", size), write)


def _contains(parts: Any, place: Place, write: Write) -> Iterator[Claim]:
    for part in parts if isinstance(parts, list) else [parts]:
        yield _having("contains", part, place, write)


def _excludes(parts: Any, place: Place, write: Write) -> Iterator[Claim]:
    for part in parts if isinstance(parts, list) else [parts]:
        yield _having("excludes", part, place, write)


def _having(word: str, part: Any, place: Place, write: Write) -> Claim:
    met = holds({word: [part]}, place.value)
    wanted = word == "contains"
    part = part.value if isinstance(part, Literal) else part
    if isinstance(place.value, list) and isinstance(part, Mapping | list):
        inside = [all_of(tuple(claims_on(part, Place(EACH, each), write))) for each in (place.value or [ABSENT])]
        line = f"any({inside[0]} for {EACH} in {place.text})" if inside[0] and EACH not in place.text else ""
        exact = all(
            bool(failing(tuple(claims_on(part, Place(EACH, each), write)))) != holds(part, each) for each in place.value
        )
        return Claim((line if wanted else f"not {line}") if line and exact else "", met)
    if isinstance(place.value, str):
        part = as_text(part)
    elif isinstance(place.value, list):
        # Python finds 1 in [True], and a check does not.
        if (part in place.value) != holds({"contains": [Literal(part)]}, place.value):
            return Claim("", met)
    elif place.value is not ABSENT:
        return Claim("", met)
    return Claim(f"{write(part, '')} {'in' if wanted else 'not in'} {place.text}", met)


def _every(matcher: Any, place: Place, write: Write) -> Iterator[Claim]:
    if not isinstance(place.value, list):
        yield Claim(f"isinstance({place.text}, list)", holds=False)
        return
    found = [tuple(claims_on(matcher, Place(EACH, each), write)) for each in place.value or [ABSENT]]
    shown = next((claims for claims in found if failing(claims)), found[0])
    line = all_of(shown) if EACH not in place.text else ""
    met = not any(failing(claims) for claims in found) if place.value else True
    yield Claim(f"all({line} for {EACH} in {place.text})" if line else "", holds=met)


def _unordered(matchers: Any, place: Place, write: Write) -> Iterator[Claim]:
    if not isinstance(place.value, list) or not isinstance(matchers, list):
        yield Claim(f"isinstance({place.text}, list)", holds({"unordered": matchers}, place.value))
        return
    count = f"len({place.text}) == {len(matchers)}"
    yield Claim(count, len(place.value) == len(matchers), whole=False)
    for matcher in matchers:
        yield replace(_having("contains", matcher, place, write), whole=False)


def _sorted(order: Any, place: Place, _write: Write) -> Iterator[Claim]:
    path, direction = (order["by"], order.get("order", "ascending")) if isinstance(order, Mapping) else ("$", order)
    keys = _keys(path, place)
    turned = ", reverse=True" if direction == "descending" else ""
    yield Claim(f"{keys} == sorted({keys}{turned})" if keys else "", holds({"sorted": order}, place.value))


def _distinct(path: Any, place: Place, _write: Write) -> Iterator[Claim]:
    keys = _keys(path if isinstance(path, str) else "$", place)
    line = f"len(set(map(repr, {keys}))) == len({place.text})" if keys else ""
    yield Claim(line, holds({"distinct": path}, place.value))


def _keys(path: str, place: Place) -> str:
    inner = keys_of(path)
    if inner is None or EACH in place.text:
        return ""
    return f"[{EACH}{inner} for {EACH} in {place.text}]" if inner else place.text


def keys_of(path: str) -> str | None:
    """Return a JSON path as Python's brackets, or None where it needs a loop."""
    parts = parse_path(path)
    return None if Every.ELEMENT in parts else "".join(f"[{part!r}]" for part in parts)


def _one_of(matchers: Any, place: Place, write: Write) -> Iterator[Claim]:
    wanted = matchers if isinstance(matchers, list) else [matchers]
    # What says that nothing is there comes first: the others look at what is.
    wanted = sorted(wanted, key=lambda each: not (isinstance(each, Mapping) and "absent" in each))
    yield either([tuple(claims_on(each, place, write)) for each in wanted])


def _not(matcher: Any, place: Place, write: Write) -> Iterator[Claim]:
    claims = tuple(claims_on(matcher, place, write))
    met = holds({"not": matcher}, place.value)
    if not claims or not all(claim.line and claim.whole for claim in claims):
        yield Claim("", met)
        return
    line = f"not ({all_of(claims)})"
    yield Claim(f"{place.is_missing} or {line}" if place.is_missing else line, met)


def _format(name: str, place: Place, _write: Write) -> Iterator[Claim]:
    met = holds({"format": name}, place.value)
    if name not in PATTERNS:
        yield Claim("", met)
        return
    flags = ", re.IGNORECASE" if PATTERNS[name].flags & re.IGNORECASE else ""
    fits = isinstance(place.value, str) and PATTERNS[name].fullmatch(place.value) is not None
    line = f"re.fullmatch({PATTERNS[name].pattern!r}, {place.text}{flags})"
    yield Claim(line if fits == met else "", met, whole=False)


def _ignore_case(text: Any, place: Place, write: Write) -> Iterator[Claim]:
    line = f"{place.text}.casefold() == {write(as_text(text).casefold(), '')}"
    yield Claim(line, holds({"ignore_case": text}, place.value))


def _absent(wanted: bool, place: Place, _write: Write) -> Iterator[Claim]:  # noqa: FBT001 - every word has this shape
    yield _presence(place, wanted=not wanted)


def _present(wanted: bool, place: Place, _write: Write) -> Iterator[Claim]:  # noqa: FBT001
    yield _presence(place, wanted=wanted)


def _presence(place: Place, *, wanted: bool) -> Claim:
    met = (place.value is not ABSENT) == wanted
    if not place.holder:
        return Claim("", met)
    return Claim(f"{place.name!r} in {place.holder}" if wanted else place.is_missing, met)


ON_VALUE: Final[dict[str, Callable[[Any, Place, Write], Iterator[Claim]]]] = {
    "object": _object,
    "only": _only,
    "equals": _equals,
    "type": _type,
    "matches": _matches,
    "min": _minimum,
    "max": _maximum,
    "length": _length,
    "contains": _contains,
    "excludes": _excludes,
    "each": _every,
    "unordered": _unordered,
    "sorted": _sorted,
    "distinct": _distinct,
    "one_of": _one_of,
    "not": _not,
    "format": _format,
    "ignore_case": _ignore_case,
    "absent": _absent,
    "present": _present,
}


def _plain(value: Any) -> Any:
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return {name: _plain(each) for name, each in value.items()} if isinstance(value, Mapping) else value


def _is_scalar(value: Any) -> bool:
    return isinstance(value, Literal) or not isinstance(value, Mapping | list)
