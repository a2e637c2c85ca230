"""Matchers in words, for the sentence `expected ...`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from runner.exchanges.formats import FORMATS
from runner.exchanges.json_text import Literal, show
from runner.words import say

TYPES = {
    "string": "expecting.type.text",
    "integer": "expecting.type.integer",
    "number": "expecting.type.number",
    "boolean": "expecting.type.boolean",
    "object": "expecting.type.object",
    "array": "expecting.type.list",
    "null": "expecting.type.null",
}
FEW = 4


def describe(matcher: Any) -> str:
    """Return what a matcher demands, in a few words."""
    if isinstance(matcher, Literal):
        return show(matcher.value)
    if isinstance(matcher, Mapping) and matcher and all(word in WORDS for word in matcher):
        return _joined([WORDS[word](argument) for word, argument in _sorted_words(matcher)])
    if isinstance(matcher, Mapping):
        return _fields(matcher)
    if isinstance(matcher, list):
        return (
            say("expecting.list-of", count=len(matcher))
            if any(_is_matcher(inner) for inner in matcher)
            else show(matcher)
        )
    return show(matcher)


def _joined(parts: list[str]) -> str:
    return " ".join(part for part in parts if part)


def _sorted_words(matcher: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Put the type first, so that the words read as a sentence."""
    return sorted(matcher.items(), key=lambda item: item[0] != "type")


def _is_matcher(value: Any) -> bool:
    return isinstance(value, Mapping | Literal)


def _fields(matcher: Any) -> str:
    if isinstance(matcher, Literal):
        return show(matcher.value)
    if not matcher:
        return say("expecting.type.object")
    names = [str(name) for name in matcher]
    return say("expecting.fields", names=", ".join([*names[:FEW], *(["…"] if len(names) > FEW else [])]))


def _only(fields: Any) -> str:
    if isinstance(fields, Literal):
        return show(fields.value)
    return say("expecting.exactly-fields", names=", ".join(fields)) if fields else say("expecting.without-fields")


def _alternatives(matchers: Any) -> str:
    shown = [describe(matcher) for matcher in (matchers if isinstance(matchers, list) else [matchers])]
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + say("expecting.or") + shown[-1]


def _type(names: Any) -> str:
    wanted = [names] if isinstance(names, str) else names
    return say("expecting.or").join(say(TYPES[name]) for name in wanted)


def _sorted(order: Any) -> str:
    if isinstance(order, Mapping):
        return say("expecting.sorted-by", path=order["by"], direction=direction_of(order.get("order", "ascending")))
    return say("expecting.sorted", direction=direction_of(order))


def direction_of(order: str) -> str:
    """Return the word for the direction of an order."""
    return say("expecting.descending" if order == "descending" else "expecting.ascending")


def _parts(argument: Any) -> str:
    wanted = argument if isinstance(argument, list) else [argument]
    return ", ".join(describe(part) for part in wanted)


WORDS: dict[str, Callable[[Any], str]] = {
    "object": _fields,
    "only": _only,
    "equals": lambda value: show(value.value if isinstance(value, Literal) else value),
    "type": _type,
    "matches": lambda pattern: say("expecting.matches", pattern=pattern),
    "min": lambda least: say("expecting.at-least", least=show(least)),
    "max": lambda most: say("expecting.at-most", most=show(most)),
    "length": lambda length: say("expecting.of-length", length=describe(length)),
    "contains": lambda part: say("expecting.containing", parts=_parts(part)),
    "excludes": lambda part: say("expecting.excluding", parts=_parts(part)),
    "unordered": lambda elements: say("expecting.any-order", count=len(elements) if isinstance(elements, list) else 0),
    "each": lambda matcher: say("expecting.each", element=describe(matcher)),
    "sorted": _sorted,
    "distinct": lambda _: say("expecting.no-repeats"),
    "one_of": _alternatives,
    "not": lambda matcher: say("expecting.not", wanted=describe(matcher)),
    "format": lambda name: say(FORMATS[name][0]),
    "ignore_case": lambda text: say("expecting.any-case", text=show(text)),
    "absent": lambda wanted: say("expecting.nothing" if wanted else "expecting.something"),
    "present": lambda wanted: say("expecting.something" if wanted else "expecting.nothing"),
}
