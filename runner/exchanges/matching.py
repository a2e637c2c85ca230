"""Matchers of the language against values: pure, and bounded whatever the value is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from runner.exchanges.describing import WORDS as DESCRIBED
from runner.exchanges.describing import describe
from runner.exchanges.differences import Difference, differing_texts, missing, named, unlike
from runner.exchanges.formats import FORMATS
from runner.exchanges.json_path import at
from runner.exchanges.json_text import ABSENT, Literal, as_text, same_kind, show
from runner.exchanges.lists import assign, in_sequence, same_elements, without, without_repeats
from runner.exchanges.misconceptions import on_dates, on_kinds, on_line_ends, on_texts
from runner.words import say, say_many

Found = Difference | None

LONGEST_LITERAL: Final = 40
LONGEST_SEARCHED: Final = 1024 * 1024  # a regular expression looks at no more: some take quadratic time


def match(matcher: Any, value: Any, place: str = "$") -> Found:
    """Return the first difference between a value and what a matcher demands, or None."""
    if isinstance(matcher, Literal):
        return equal(matcher.value, value, place)
    if isinstance(matcher, Mapping) and is_matcher(matcher):
        return _match_words(matcher, value, place)
    if value is ABSENT:
        return missing(place, describe(matcher))
    # An object may have more fields than were asked for: what no rule says is free.
    if isinstance(matcher, Mapping):
        return match_fields(matcher, value, place)
    if isinstance(matcher, list):
        return _match_elements(matcher, value, place)
    return equal(matcher, value, place)


def is_matcher(mapping: Mapping[str, Any]) -> bool:
    """Tell whether a mapping is made of matcher words; else it stands for an object's fields."""
    return bool(mapping) and all(word in MATCHERS for word in mapping)


def holds(matcher: Any, value: Any) -> bool:
    """Tell whether a value is what a matcher demands."""
    return match(matcher, value) is None


def equal(expected: Any, value: Any, place: str) -> Found:
    """Return the first difference between two values; 1 and 1.0 are one number, 1, "1" and true are three things."""
    if value is ABSENT:
        return missing(place, show(expected))
    if not same_kind(expected, value):
        return unlike(place, value, named(expected)).noting(on_kinds(expected, value))
    if isinstance(expected, dict):
        return _equal_fields(expected, value, place)
    if isinstance(expected, list):
        return _in_order(expected, value, place, equal)
    if expected == value:
        return None
    if isinstance(expected, str):
        return differing_texts(place, expected, value).noting(on_texts(expected, value))
    return Difference(
        place,
        show(expected),
        show(value),
        say("expecting.unlike", place=place, actual=show(value), expected=show(expected)),
    )


def match_fields(fields: Mapping[str, Any], value: Any, place: str) -> Found:
    """Match an object that has at least these fields."""
    if not isinstance(value, dict):
        return unlike(place, value, say("expecting.type.object"))
    found = (match(matcher, value.get(name, ABSENT), at(place, str(name))) for name, matcher in fields.items())
    return next((difference for difference in found if difference), None)


def _equal_fields(expected: dict[str, Any], value: dict[str, Any], place: str) -> Found:
    for name, wanted in expected.items():
        difference = equal(wanted, value.get(name, ABSENT), at(place, name))
        if difference:
            return difference
    return _surplus(expected, value, place)


def _surplus(fields: Mapping[str, Any], value: Mapping[str, Any], place: str) -> Found:
    extra = next((name for name in value if name not in fields), None)
    if extra is None:
        return None
    spot, names = at(place, extra), ", ".join(str(name) for name in fields)
    only = say("expecting.only-fields", place=spot, names=names) if fields else say("expecting.no-fields", place=spot)
    return Difference(spot, say("expecting.nothing"), show(value[extra]), only)


def _match_elements(matchers: list[Any], value: Any, place: str) -> Found:
    if not isinstance(value, list):
        return unlike(place, value, describe(matchers))
    return _in_order(matchers, value, place, match)


def _in_order(wanted: list[Any], value: list[Any], place: str, compare: Callable[[Any, Any, str], Found]) -> Found:
    for position, (matcher, element) in enumerate(zip(wanted, value, strict=False)):
        difference = compare(matcher, element, at(place, position))
        if difference:
            return difference
    return _length_of_list(len(wanted), value, place)


def _length_of_list(count: int, value: list[Any], place: str) -> Found:
    if len(value) == count:
        return None
    summary = say_many("expecting.elements.summary", len(value), place=place, wanted=count)
    actual = say_many("expecting.elements.actual", len(value), value=show(value))
    return Difference(place, say("expecting.elements.expected", count=count), actual, summary)


def _match_words(matcher: Mapping[str, Any], value: Any, place: str) -> Found:
    if value is ABSENT and not _takes_absence(matcher):
        return missing(place, describe(matcher))
    # A wrong type explains all other words that do not hold, so it is named first.
    for word in sorted(matcher, key=lambda word: word != "type"):
        difference = MATCHERS[word](matcher[word], value, place)
        if difference:
            return difference.noting(on_line_ends(value, lambda text: _holds_words(matcher, text)))
    return None


def _holds_words(matcher: Mapping[str, Any], value: Any) -> bool:
    return all(MATCHERS[word](argument, value, "") is None for word, argument in matcher.items())


def _takes_absence(matcher: Mapping[str, Any]) -> bool:
    return any(word in matcher for word in ("absent", "present", "not", "one_of"))


def _object(fields: Any, value: Any, place: str) -> Found:
    return match_fields(_plain(fields) if isinstance(fields, Literal) else fields, value, place)


def _only(fields: Any, value: Any, place: str) -> Found:
    if isinstance(fields, Literal):
        return equal(fields.value, value, place)
    return match_fields(fields, value, place) or _surplus(fields, value, place)


def _equals(expected: Any, value: Any, place: str) -> Found:
    return equal(expected.value if isinstance(expected, Literal) else _plain(expected), value, place)


def _plain(expected: Any) -> Any:
    """Return the value without the marks of what was captured."""
    if isinstance(expected, Literal):
        return expected.value
    if isinstance(expected, list):
        return [_plain(element) for element in expected]
    if isinstance(expected, Mapping):
        return {name: _plain(element) for name, element in expected.items()}
    return expected


def _type(names: Any, value: Any, place: str) -> Found:
    wanted = [names] if isinstance(names, str) else names
    if any(TYPES[name](value) for name in wanted):
        return None
    return unlike(place, value, describe({"type": wanted})).noting(_type_note(wanted, value))


def _type_note(wanted: list[str], value: Any) -> str:
    """Return what a text would be without its quotes, when that is what was wanted."""
    if not isinstance(value, str) or len(value) > LONGEST_LITERAL:
        return ""
    try:
        inside = json.loads(value)
    except ValueError:
        return on_kinds(None, value)
    return on_kinds(inside, value) if any(TYPES[name](inside) for name in wanted) else ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return _is_number(value) and (isinstance(value, int) or value.is_integer())


TYPES: Final[dict[str, Callable[[Any], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "integer": _is_whole,
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
}


def _matches(pattern: str, value: Any, place: str) -> Found:
    if isinstance(value, str) and re.search(pattern, value[:LONGEST_SEARCHED]):
        return None
    return unlike(place, value, describe({"matches": pattern}))


def _minimum(least: Any, value: Any, place: str) -> Found:
    if _is_number(least) and _is_number(value) and value >= least:
        return None
    return unlike(place, value, say("expecting.number-at-least", least=show(least)))


def _maximum(most: Any, value: Any, place: str) -> Found:
    if _is_number(most) and _is_number(value) and value <= most:
        return None
    return unlike(place, value, say("expecting.number-at-most", most=show(most)))


def _length(matcher: Any, value: Any, place: str) -> Found:
    if not isinstance(value, str | list | dict):
        return unlike(place, value, say("expecting.something-with-length"))
    return match(matcher, len(value), say("expecting.place.length", place=place))


def _contains(parts: Any, value: Any, place: str) -> Found:
    for part in _as_list(parts):
        if not isinstance(value, str | list):
            return unlike(place, value, say("expecting.text-or-list"))
        if not _has(part, value):
            whole = say("expecting.type.text" if isinstance(value, str) else "expecting.type.list")
            return unlike(place, value, f"{whole} {describe({'contains': part})}")
    return None


def _excludes(parts: Any, value: Any, place: str) -> Found:
    for part in _as_list(parts):
        if not isinstance(value, str | list):
            return unlike(place, value, say("expecting.text-or-list"))
        if _has(part, value):
            summary = say("expecting.holds", place=place, part=describe(part))
            return Difference(place, describe({"excludes": part}), show(value), summary)
    return None


def _as_list(parts: Any) -> list[Any]:
    return parts if isinstance(parts, list) else [parts]


def _has(part: Any, value: str | list[Any]) -> bool:
    if isinstance(value, str):
        return as_text(_plain(part)) in value
    if isinstance(part, Mapping | list | Literal):
        return any(match(part, element) is None for element in value)
    return any(part == element and same_kind(part, element) for element in value)


def _each(matcher: Any, value: Any, place: str) -> Found:
    if not isinstance(value, list):
        return unlike(place, value, say("expecting.type.list"))
    found = (match(matcher, element, at(place, position)) for position, element in enumerate(value))
    return next((difference for difference in found if difference), None)


def _unordered(matchers: Any, value: Any, place: str) -> Found:
    """Give every element one matcher of its own (augmenting paths, so that greedy choices can be taken back)."""
    if not isinstance(value, list) or not isinstance(matchers, list):
        return unlike(place, value, say("expecting.type.list"))
    if len(value) != len(matchers):
        return _length_of_list(len(matchers), value, place)
    # Plain values need no pairing, which would try each with each.
    if not any(isinstance(matcher, Mapping | list) for matcher in matchers):
        return same_elements([_plain(matcher) for matcher in matchers], value, place)
    fits = [[index for index, element in enumerate(value) if match(matcher, element) is None] for matcher in matchers]
    taken: dict[int, int] = {}
    lacking = [matcher for position, matcher in enumerate(matchers) if not assign(position, fits, taken)]
    if not lacking:
        return None
    surplus = next(element for index, element in enumerate(value) if index not in taken)
    wanted = show(_plain(lacking[0])) if _is_plain(lacking[0]) else describe(lacking[0])
    return without(place, wanted, show(surplus), len(lacking))


def _is_plain(matcher: Any) -> bool:
    """Tell whether a matcher is a value as it stands: then the value says more than a description of it."""
    if isinstance(matcher, Mapping):
        return not is_matcher(matcher) and all(_is_plain(inner) for inner in matcher.values())
    return all(_is_plain(inner) for inner in matcher) if isinstance(matcher, list) else True


def _one_of(matchers: Any, value: Any, place: str) -> Found:
    matchers = _as_list(matchers)
    if any(match(matcher, value) is None for matcher in matchers):
        return None
    wanted = describe({"one_of": matchers})
    return missing(place, wanted) if value is ABSENT else unlike(place, value, wanted)


def _not(matcher: Any, value: Any, place: str) -> Found:
    if match(matcher, value) is not None:
        return None
    shown = say("expecting.missing-value") if value is ABSENT else named(value)
    return Difference(
        place,
        say("expecting.not", wanted=describe(matcher)),
        shown,
        say("expecting.may-not-be", place=place, value=shown),
    )


def _format(name: str, value: Any, place: str) -> Found:
    words, is_that = FORMATS[name]
    if isinstance(value, str) and is_that(value):
        return None
    return unlike(place, value, say(words)).noting(on_dates(value) if name == "iso_date" else "")


def _ignore_case(text: Any, value: Any, place: str) -> Found:
    if isinstance(value, str) and value.casefold() == as_text(text).casefold():
        return None
    return unlike(place, value, describe({"ignore_case": text}))


def _absent(wanted: bool, value: Any, place: str) -> Found:  # noqa: FBT001 - every matcher has this shape
    if not wanted:
        return _present(True, value, place)
    if value is ABSENT:
        return None
    return Difference(
        place, say("expecting.nothing"), show(value), say("expecting.is-there", place=place, value=show(value))
    )


def _present(wanted: bool, value: Any, place: str) -> Found:  # noqa: FBT001
    if not wanted:
        return _absent(True, value, place)
    return missing(place, say("expecting.something")) if value is ABSENT else None


MATCHERS: Final[dict[str, Callable[[Any, Any, str], Found]]] = {
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
    "unordered": _unordered,
    "each": _each,
    "sorted": in_sequence,
    "distinct": without_repeats,
    "one_of": _one_of,
    "not": _not,
    "format": _format,
    "ignore_case": _ignore_case,
    "absent": _absent,
    "present": _present,
}
MATCHER_WORDS: Final = frozenset(DESCRIBED)
