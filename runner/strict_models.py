"""Hold a YAML document against a pydantic model, and say every mistake in an author's words, with its place.

A model derives from `Strict`. Where a value may have several shapes, each is tagged `<name>` and `choice` looks at the
value and takes one, so that only what is wrong with that one is reported: one fault, one mistake.
"""

from __future__ import annotations

import difflib
import re
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, ClassVar, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails, PydanticCustomError

from runner.errors import Mistake
from runner.marked_yaml import Document, Spot

Path = tuple[str | int, ...]

LONGEST_SHOWN = 60
MOST_TOLD = 200  # mistakes of one file: nobody reads more, and a hostile file can hold thousands
FORMAT = 1  # of every file of ours; a newer one is refused whole, see `format_mistake`
REFUSED = WithJsonSchema({"not": {}})  # a shape that is there only to say what is wrong with it


class Strict(BaseModel):
    """A mapping whose keys are all known and whose values are never converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, protected_namespaces=())

    misplaced: ClassVar[Mapping[str, str]] = {}  # keys that authors put here by mistake, with where they belong

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        """Return the keys as they are written in a file."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())


def refusal(message: str, fix: str = "") -> PydanticCustomError:
    """Return the error that a validator raises to say what is wrong and how to mend it."""
    return PydanticCustomError("refusal", "{message}", {"message": message, "fix": fix})


def choice(choose: Callable[[Any], str], expected: str) -> Discriminator:
    """Return what picks one of several tagged shapes by looking at the value; `expected` says which there are."""

    def tag(value: Any) -> str:
        return f"<{choose(value)}>"

    # No context: a dict in here would make the annotation unhashable, and unions hash their members.
    return Discriminator(tag, custom_error_type="shape", custom_error_message=f"this must be {expected}")


def by_shape(expected: str) -> Discriminator:
    """Return what picks a tagged shape by the JSON shape of the value."""
    return choice(shape_of, expected)


def required(description: str, *, alias: str | None = None, **constraints: Any) -> Any:
    """Describe a key that must be given."""
    return Field(alias=alias, description=description, **constraints)


def optional(description: str, *, alias: str | None = None, **constraints: Any) -> Any:
    """Describe a key that may be left out; an empty value is a mistake all the same."""
    return Field(default=None, alias=alias, description=description, **constraints)


def _only_true(value: bool) -> bool:  # noqa: FBT001  pydantic calls it
    if not value:
        raise refusal("this must be true", "Leave the key out where it does not hold.")
    return value


def _known_format(value: int) -> int:
    if value != FORMAT:
        raise refusal(f"`format` must be {FORMAT}, and it is {value}", f"Write format: {FORMAT}")
    return value


# A Literal will not do for these two: 1 and true are equal in Python.
On = Annotated[bool, AfterValidator(_only_true), WithJsonSchema({"const": True})]
FormatNumber = Annotated[int, AfterValidator(_known_format), WithJsonSchema({"const": FORMAT})]


def shape_of(value: Any) -> str:
    """Name the JSON shape of a plain value: the usual way to choose."""
    if isinstance(value, Mapping):
        return "object"
    if isinstance(value, bool) or value is None:
        return "null" if value is None else "boolean"
    if isinstance(value, int | float):
        return "number"
    return "text" if isinstance(value, str) else "list"


def validate(document: Document, model: type[BaseModel]) -> tuple[Mistake, ...]:
    """Return everything that is wrong with the shape of a document, in the order of the file."""
    try:
        model.model_validate(document.value)
    except ValidationError as error:
        errors = _without_misspelt(error.errors(include_url=False)[:MOST_TOLD])
        return in_order(_mistake(document, model, details) for details in errors)
    return ()


def _without_misspelt(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Drop each key that is only missing because it is misspelt beside: one fault, one mistake."""
    unknown: dict[Path, list[str]] = {}
    for details in errors:
        if details["type"] == "extra_forbidden":
            unknown.setdefault(details["loc"][:-1], []).append(str(details["loc"][-1]))

    def is_misspelt(details: ErrorDetails) -> bool:
        if details["type"] != "missing":
            return False
        return bool(did_you_mean(str(details["loc"][-1]), unknown.get(details["loc"][:-1], ())))

    return [details for details in errors if not is_misspelt(details)]


def format_mistake(document: Document) -> Mistake | None:
    """Return why a file of a newer format cannot be read by this kata, or None."""
    written = document.value.get("format")
    if isinstance(written, int) and not isinstance(written, bool) and written > FORMAT:
        fix = "Update kata: pip install --upgrade backend-kata"
        return document.mistake(("format",), f"this is format {written}, and this kata knows up to {FORMAT}", fix)
    return None


def in_order(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """Sort mistakes by place and drop doubles."""
    return tuple(sorted(dict.fromkeys(mistakes), key=lambda mistake: (mistake.file, mistake.line, mistake.column)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the question that names the nearest known word, or an empty text."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean '{near[0]}'?" if near else ""


def _mistake(document: Document, model: type[BaseModel], details: ErrorDetails) -> Mistake:
    at_key = bool(details["loc"]) and details["loc"][-1] == "[key]"
    location = details["loc"][:-1] if at_key else details["loc"]
    path = tuple(step for step in location if not _is_tag(step))
    if details["type"] == "extra_forbidden":
        return _unknown_key(document, path, model_at(model, location[:-1]))
    if details["type"] == "missing":
        return document.mistake(path[:-1], f"`{path[-1]}` is missing", f"Add `{path[-1]}:` here.")
    name = f"`{path[-1]}`" if path and isinstance(path[-1], str) else "this"
    message, fix = _words(details, name)
    return document.mistake(path, message, fix, Spot.KEY if at_key else Spot.VALUE)


def _unknown_key(document: Document, path: Path, model: type[Strict] | None) -> Mistake:
    key = str(path[-1])
    allowed = model.known_keys() if model else ()
    misplaced = model.misplaced.get(key, "") if model else ""
    fix = misplaced or did_you_mean(key, allowed) or (f"Known here: {', '.join(allowed)}." if allowed else "Remove it.")
    return document.mistake(path, f"unknown key '{key}'", fix, Spot.KEY)


_EXPECTED = {
    "string_type": "text", "int_type": "a whole number", "float_type": "a number", "bool_type": "true or false",
    "list_type": "a list", "dict_type": "a mapping", "model_type": "a mapping", "int_from_float": "a whole number",
    "model_attributes_type": "a mapping",
}  # fmt: skip


def _words(details: ErrorDetails, name: str) -> tuple[str, str]:
    """Return what is wrong and how to mend it."""
    kind, given, context = details["type"], details["input"], details.get("ctx", {})
    if kind == "refusal":
        return str(context["message"]), str(context["fix"])
    if kind == "shape":
        return f"{details['msg']}, and it is {_shown(given)}", ""
    if given is None:
        return f"{name} is empty", "Write its value, or remove the key."
    if kind in {"too_short", "string_too_short"}:
        return f"{name} must not be empty", "Write something, or remove the key."
    if kind == "too_long":
        return f"{name} holds {context['actual_length']} entries, and at most {context['max_length']} are read", ""
    expected, fix = _wanted(kind, given, context)
    if not expected:
        return f"{name}: {details['msg']}", ""
    return f"{name} must be {expected}, and it is {_shown(given)}", fix


def _wanted(kind: str, given: Any, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a value should have been and how to make it so."""
    if kind in _EXPECTED:
        return _EXPECTED[kind], _other_quotes(kind, given)
    if kind == "literal_error":
        expected = _unquoted(str(context["expected"]))
        return expected, _near_literal(given, expected)
    if kind in _SIDES:
        return f"{_SIDES[kind]} {next(iter(context.values())):g}", ""
    return "", ""


_SIDES = {"greater_than_equal": "at least", "less_than_equal": "at most", "greater_than": "more than"}


def _other_quotes(kind: str, given: Any) -> str:
    """Return how quotes (or their lack) made another type of a value, if they did."""
    shape = shape_of(given)
    if kind == "string_type":
        return "Put it in quotes." if shape in {"number", "boolean"} else ""
    if shape != "text":
        return ""
    if kind == "bool_type" and given.lower() in {"yes", "no", "on", "off", "y", "n"}:
        return "Write true or false: YAML 1.2 knows no other booleans."
    return "Remove the quotes." if _PLAIN_VALUE.fullmatch(given) else ""


_PLAIN_VALUE = re.compile(r"-?[0-9]+(\.[0-9]+)?|true|false")


def _unquoted(expected: str) -> str:
    return expected.replace("'", "")


def _near_literal(given: Any, expected: str) -> str:
    known = expected.replace(" or ", ", ").split(", ")
    return did_you_mean(given, known) if isinstance(given, str) else ""


def _shown(value: Any) -> str:
    shape = shape_of(value)
    if shape in {"object", "list"}:
        return {"object": "a mapping", "list": "a list"}[shape]
    written = str(value).lower() if shape == "boolean" else f"'{value}'" if shape == "text" else str(value)
    return written if len(written) <= LONGEST_SHOWN else written[: LONGEST_SHOWN - 3] + "..."


def _is_tag(step: str | int) -> bool:
    return isinstance(step, str) and step.startswith("<") and step.endswith(">")


def model_at(model: Any, location: Path) -> type[Strict] | None:
    """Return the model of a place that an error names, if there is one."""
    kind = model
    for step in location:
        kind = _inside(_plain(kind), step)
    kind = _plain(kind)
    return kind if isinstance(kind, type) and issubclass(kind, Strict) else None


def _plain(kind: Any) -> Any:
    """Strip what wraps a type: aliases, annotations that choose nothing, `| None`."""
    while True:
        if hasattr(kind, "__value__"):
            kind = kind.__value__
        elif get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in {Union, types.UnionType}:
            others = [part for part in get_args(kind) if part is not type(None)]
            if len(others) != 1:
                return kind
            kind = others[0]
        else:
            return kind


def _inside(kind: Any, step: str | int) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if _is_tag(step):
        return next((part for part in arguments if _tag_of(part) == step), None)
    if origin in {list, dict}:
        return arguments[-1]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if step in {name, field.alias}:
                return field.annotation
    return None


def _tag_of(part: Any) -> str | None:
    marks = getattr(part, "__metadata__", ())
    return next((mark.tag for mark in marks if isinstance(mark, Tag)), None)


def checked(check: Callable[[str], str | tuple[str, str]]) -> AfterValidator:
    """Return what holds a text against `check`, which says what is wrong (and how to mend it), or an empty text."""

    def validated(text: str) -> str:
        found = check(text)
        problem, fix = found if isinstance(found, tuple) else (found, "")
        if problem:
            raise refusal(problem, fix)
        return text

    return AfterValidator(validated)
