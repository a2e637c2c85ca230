"""JSON from a stranger's server, read within bounds, and values shown in a few characters."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from runner.evidence import Cause
from runner.exchanges.faults import Fault
from runner.words import say

LONGEST = 4 * 1024 * 1024
MOST_VALUES = 200_000
DEEPEST = 200
SHOWN = 60
ELLIPSIS = "…"
BEGINNING = 40


ABSENT: Final = object()  # stands where there is no value: null is one


@dataclass(frozen=True, slots=True)
class Literal:
    """A value from a capture inside an expectation: compared as it is, never read as a matcher."""

    value: Any


class NotJsonError(ValueError):
    """The text is not JSON; the message is for a beginner."""


def read_json(body: bytes) -> Any:
    """Return the value of a JSON text; NotJsonError for bad JSON, Fault past the bounds."""
    _hold_bounds(body)
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except RecursionError:
        raise _too_deep() from None
    except UnicodeDecodeError as error:
        raise NotJsonError(say("expecting.json.not-utf8", position=error.start + 1)) from None
    except json.JSONDecodeError as error:
        raise NotJsonError(_advice(error)) from None
    except ValueError as error:
        words = say("expecting.json.digits") if "digits" in str(error) else str(error)
        raise NotJsonError(words) from None
    if _depth_passes(value, DEEPEST):
        raise _too_deep()
    return value


def _hold_bounds(body: bytes) -> None:
    if len(body) > LONGEST:
        raise Fault(say("expecting.json.too-long", count=len(body), most=LONGEST), Cause.LIMIT)
    # Counted before anything is parsed: 4 MB of `{},` would become 100 MB of objects.
    if sum(body.count(mark) for mark in (b",", b"[", b"{")) > MOST_VALUES:
        raise Fault(say("expecting.json.too-many", most=MOST_VALUES), Cause.LIMIT)


def _too_deep() -> Fault:
    return Fault(say("expecting.json.too-deep", most=DEEPEST), Cause.LIMIT)


def _refuse_constant(name: str) -> Any:
    raise ValueError(say("expecting.json.constant", name=name))


def _advice(error: json.JSONDecodeError) -> str:
    text, place = error.doc, error.pos
    near = show(text[place : place + BEGINNING]) if place < len(text) else say("expecting.json.end")
    if text[place : place + 1] == "'":
        return say("expecting.json.single-quotes", position=place + 1)
    if text[place:].startswith(("True", "False", "None")):
        return say("expecting.json.python-word", near=near, position=place + 1)
    what = error.msg.removesuffix(" at")  # some of Python's own sentences end in it, as ours goes on
    return say("expecting.json.error", initial=what[0].lower(), rest=what[1:], position=place + 1, near=near)


def _depth_passes(value: Any, limit: int) -> bool:
    # Level by level, since the depth is what may not be recursed into.
    level = [value]
    for _ in range(limit):
        level = [inner for outer in level for inner in _inside(outer) if isinstance(inner, list | dict)]
        if not level:
            return False
    return True


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def show(value: Any, limit: int = SHOWN) -> str:
    """Return a value as JSON in about so many characters, however large it is."""
    pieces: list[str] = []
    _write(value, pieces, [limit])
    return "".join(pieces)


def _write(value: Any, pieces: list[str], budget: list[int]) -> None:
    """Append the JSON of a value until the budget (one shared number) is used up."""
    if isinstance(value, dict):
        _write_all(list(value.items())[: budget[0] + 1], len(value), "{}", pieces, budget)
    elif isinstance(value, list | tuple):
        _write_all(value[: budget[0] + 1], len(value), "[]", pieces, budget)
    else:
        text = _scalar(value, budget[0])
        budget[0] -= len(text)
        pieces.append(text)


def _write_all(items: Any, count: int, brackets: str, pieces: list[str], budget: list[int]) -> None:
    pieces.append(brackets[0])
    budget[0] -= 2
    for position, item in enumerate(items):
        if position:
            pieces.append(", ")
            budget[0] -= 2
        if budget[0] <= 0 and position < count:
            pieces.append(ELLIPSIS)
            break
        if brackets == "{}":
            pieces.append(f"{_scalar(item[0], budget[0])}: ")
            budget[0] -= len(item[0]) + 4
            item = item[1]  # noqa: PLW2901 - the value that belongs to the name just written
        _write(item, pieces, budget)
    pieces.append(brackets[1])


def _scalar(value: Any, limit: int) -> str:
    if isinstance(value, str):
        cut = max(limit, 8)
        shown = value if len(value) <= cut else value[:cut] + ELLIPSIS
        return printable(json.dumps(shown, ensure_ascii=False))
    if isinstance(value, bytes):
        return repr(value[: max(limit, 8)])
    try:
        text = json.dumps(value)
    except (TypeError, ValueError):  # a date from YAML, an int of 5,000 digits
        text = f"<{type(value).__name__}>"
    return text if len(text) <= SHOWN else text[:SHOWN] + ELLIPSIS


def printable(text: str) -> str:
    """Return the text with lone surrogates written out, so that it can be encoded."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def as_text(value: Any) -> str:
    """Return a value as it stands inside a longer text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def same_kind(one: Any, other: Any) -> bool:
    """Tell whether two values are of one JSON type: 1 and 1.0 are, 1 and true are not."""
    return _kind(one) is _kind(other)


def _kind(value: Any) -> type:
    if isinstance(value, bool) or value is None:
        return type(value)
    if isinstance(value, int | float):
        return float
    return next((kind for kind in (str, list, dict) if isinstance(value, kind)), type(value))


def canonical(value: Any) -> str:
    """Return a text that is the same for equal values: 1 and 1.0 are one number, 1 and true are not."""
    return json.dumps(_settled(value), sort_keys=True, ensure_ascii=True)


def _settled(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_settled(element) for element in value]
    if isinstance(value, dict):
        return {name: _settled(element) for name, element in value.items()}
    return value
