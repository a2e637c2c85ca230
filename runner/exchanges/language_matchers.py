"""Matchers: what a value must be. A mapping of matcher words is a matcher, any other mapping an object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field, Tag, WithJsonSchema
from pydantic.config import JsonDict
from typing_extensions import TypeAliasType

from runner.exchanges.language_values import Count, JsonPath, ListText, Number, Regex
from runner.strict_models import (
    REFUSED,
    On,
    Strict,
    by_shape,
    choice,
    did_you_mean,
    optional,
    refusal,
    required,
    shape_of,
)

WORDS: Final = (
    "object", "only", "equals", "type", "matches", "min", "max", "length", "contains", "excludes", "unordered",
    "each", "sorted", "distinct", "one_of", "not", "format", "ignore_case", "absent", "present",
)  # fmt: skip

_NO_WORDS: Final[JsonDict] = {"propertyNames": {"not": {"enum": list(WORDS)}}}

TypeName = Literal["string", "integer", "number", "boolean", "object", "array", "null"]
FormatName = Literal["iso_date", "date", "uuid", "email", "url", "http_date", "integer", "json"]
Order = Literal["ascending", "descending"]


def kind_of_matcher(value: Any) -> str:
    """Name how a matcher is written: exact, list, words, fields, or a mixture of the last two."""
    shape = shape_of(value)
    if shape != "object":
        return "list" if shape == "list" else "exact"
    words = sum(key in WORDS for key in value)
    if not words:
        return "fields"
    return "words" if words == len(value) else "mixture"


def _refuse_mixture(value: Any) -> Any:
    word = next(key for key in value if key in WORDS)
    other = next(key for key in value if key not in WORDS)
    near = did_you_mean(other, WORDS)
    fix = f"If `{word}` is a field too, put all of them under `object:`."
    raise refusal(f"'{word}' is a matcher word and '{other}' is not", f"{near} {fix}".strip())


if TYPE_CHECKING:
    Matcher = Any  # mypy follows no recursive alias through Annotated
else:
    Matcher = TypeAliasType(
        "Matcher",
        Annotated[
            Annotated[Any, WithJsonSchema({"type": ["string", "number", "boolean", "null"]}), Tag("<exact>")]
            | Annotated[list["Matcher"], Tag("<list>")]
            | Annotated["MatcherWords", Tag("<words>")]
            | Annotated[dict[str, "Matcher"], Field(json_schema_extra=_NO_WORDS), Tag("<fields>")]
            | Annotated[Any, BeforeValidator(_refuse_mixture), REFUSED, Tag("<mixture>")],
            choice(kind_of_matcher, "a matcher"),
        ],
    )
Fields = dict[str, Matcher]
Matchers = Annotated[
    Annotated[list[Matcher], Tag("<list>")] | Annotated[ListText, Tag("<text>")], by_shape("a list of matchers")
]


class SortedBy(Strict):
    """An order by a part of each element."""

    by: JsonPath = required("The part of each element that is compared.")
    order: Order = optional("ascending (default) or descending.")


class MatcherWords(Strict):
    """Words that must all hold. For fields that are named like one of them, write `object:`."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    object: Fields = optional("An object with at least these fields.")
    only: Fields = optional("An object with exactly these fields.")
    equals: Any = optional("Exactly this value; nothing inside is read as a matcher.")
    type: Annotated[
        Annotated[TypeName, Tag("<text>")] | Annotated[list[TypeName], Field(min_length=1), Tag("<list>")],
        by_shape("a type such as string, or a list of types"),
    ] = optional("Of this type, or one of these.")
    matches: Regex = optional("Text in which this regular expression is found; anchor it with ^ and $.")
    min: Number = optional("A number of at least this.")
    max: Number = optional("A number of at most this.")
    length: Annotated[
        Annotated[Count, Tag("<exact>")] | Annotated[MatcherWords, Tag("<words>")],
        choice(kind_of_matcher, "a number, or a matcher such as {min: 1}"),
    ] = optional("Text, list or object of this length.")
    contains: Matcher = optional("Text with this part, or a list with an element that matches; a list: all of them.")
    excludes: Matcher = optional("The opposite of `contains`; with a list: none of them.")
    unordered: Matchers = optional("A list with exactly these elements in any order.")
    each: Matcher = optional("A list in which every element matches.")
    sorted: Annotated[
        Annotated[Order, Tag("<text>")] | Annotated[SortedBy, Tag("<object>")],
        by_shape("ascending, descending, or {by: $.path}"),
    ] = optional("A list in this order.")
    distinct: Annotated[
        Annotated[On, Tag("<boolean>")] | Annotated[JsonPath, Tag("<text>")], by_shape("true or a JSON path")
    ] = optional("A list without repeats, of the elements or of a part of each.")
    one_of: Matchers = optional("Matches one of these.")
    not_: Matcher = optional("Does not match this.", alias="not")
    format: FormatName = optional("Text in this format.")
    ignore_case: str = optional("This text, in any case.")
    absent: On = optional("Is not there.")
    present: On = optional("Is there, whatever it is, null too.")
