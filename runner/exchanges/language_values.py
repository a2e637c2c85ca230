"""The small values of `checks.yaml`: numbers, `${...}` texts, JSON paths, regular expressions, base64, sources."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field, Tag

from runner.exchanges.json_path import PathError, parse_path
from runner.exchanges.language_references import NAME, RANDOM_KINDS, SERVER_FACTS, is_template, without_references
from runner.strict_models import On, Strict, by_shape, checked, optional, refusal, required

MAX_REQUEST_SECONDS: Final = 30
MAX_CHECK_SECONDS: Final = 60
MAX_PAUSE_SECONDS: Final = 5
MOST_ROUNDS: Final = 1000
MOST_BYTES: Final = 16 * 1024 * 1024

Problem = tuple[str, str]
FINE: Final[Problem] = ("", "")


def _number_problem(text: str) -> Problem:
    if is_template(text):
        return FINE
    return f"this must be a number, and '{text[:40]}' is text", 'Remove the quotes, or write "${name}".'


def _list_problem(text: str) -> Problem:
    if is_template(text):
        return FINE
    return f"this must be a list, and '{text[:40]}' is text", 'Write [...], or the "${name}" of a captured list.'


def _path_problem(text: str) -> Problem:
    try:
        parse_path(without_references(text, "0"))
    except PathError as error:
        return str(error), 'A path begins with $ and goes on with .name, ["name"], [0], [-1] or [*].'
    return FINE


def _regex_problem(text: str) -> Problem:
    try:
        re.compile(without_references(text, "x"))
    except (re.error, OverflowError, RecursionError) as error:
        return f"this is no regular expression: {error}", "Put a backslash before a character that means itself."
    return FINE


def _base64_problem(text: str) -> Problem:
    try:
        base64.b64decode(without_references(text, ""), validate=True)
    except (binascii.Error, ValueError):
        return "this is not base64", "Use A-Z a-z 0-9 + / and pad it with = to a multiple of four characters."
    return FINE


def _header_name_problem(text: str) -> Problem:
    if re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", without_references(text, "x")):
        return FINE
    return f"'{text[:40]}' cannot be a header's name", "Use letters, digits and dashes; send broken heads with `raw:`."


def _name_problem(text: str) -> Problem:
    base = text.partition(":")[0]
    if not NAME.fullmatch(base):
        return f"'{text[:40]}' cannot be a name", "Use letters, digits and _, such as first_id."
    if base in RANDOM_KINDS:
        return f"'{base}' is a kind of random data and cannot be given a value", "Choose another name."
    if base in SERVER_FACTS or base in {"env", "i"}:
        return f"'{base}' has a meaning of its own and cannot be given a value", "Choose another name."
    return FINE


NumberText = Annotated[str, checked(_number_problem), Field(description='A text like "${name}".')]
ListText = Annotated[str, checked(_list_problem), Field(description='A captured list: "${name}".')]
NonEmpty = Annotated[str, Field(min_length=1)]
JsonPath = Annotated[str, checked(_path_problem), Field(description="A path such as $.items[0].id or $[*].id.")]
Regex = Annotated[str, checked(_regex_problem), Field(description="A regular expression, as Python reads them.")]
Base64Text = Annotated[str, checked(_base64_problem)]
HeaderName = Annotated[str, checked(_header_name_problem)]
GivenName = Annotated[str, checked(_name_problem)]

Number = Annotated[
    Annotated[float, Tag("<number>")] | Annotated[NumberText, Tag("<text>")], by_shape('a number or a "${...}"')
]
Count = Annotated[
    Annotated[int, Field(ge=0), Tag("<number>")] | Annotated[NumberText, Tag("<text>")],
    by_shape('a whole number or a "${...}"'),
]
Rounds = Annotated[
    Annotated[int, Field(ge=0, le=MOST_ROUNDS), Tag("<number>")] | Annotated[NumberText, Tag("<text>")],
    by_shape('a whole number or a "${...}"'),
]
Size = Annotated[
    Annotated[int, Field(ge=0, le=MOST_BYTES), Tag("<number>")] | Annotated[NumberText, Tag("<text>")],
    by_shape('a whole number or a "${...}"'),
]
Seconds = Annotated[
    Annotated[float, Field(gt=0, le=MAX_REQUEST_SECONDS), Tag("<number>")] | Annotated[NumberText, Tag("<text>")],
    by_shape("a number of seconds"),
]
PauseSeconds = Annotated[
    Annotated[float, Field(ge=0, le=MAX_PAUSE_SECONDS), Tag("<number>")] | Annotated[NumberText, Tag("<text>")],
    by_shape("a number of seconds"),
]
TextOrTexts = Annotated[
    Annotated[NonEmpty, Tag("<text>")] | Annotated[list[NonEmpty], Field(min_length=1), Tag("<list>")],
    by_shape("a text or a list of texts"),
]
Environment = dict[NonEmpty, str]
EnvironmentChange = dict[NonEmpty, str | None]


class Base64(Strict):
    """Bytes that are not text."""

    base64: Base64Text = required("The bytes in base64.")


Needle = Annotated[
    Annotated[NonEmpty, Tag("<text>")] | Annotated[Base64, Tag("<object>")], by_shape("a text or {base64: ...}")
]


class SourceKeys(Strict):
    """Where a captured value comes from: exactly one of these keys."""

    json_path: JsonPath = optional("A path into the JSON body.", alias="json")
    length: On = optional("With `json`: how long what is found there is, instead of the thing itself.")
    header: NonEmpty = optional("A header of the answer.")
    path: On = optional("With `json` or `header`: the path and query of the URL that is found there.")
    cookie: NonEmpty = optional("A cookie that the answer sets.")
    regex: Regex = optional("A regular expression over the body, or over what was received; its first group is taken.")
    status: On = optional("The status code.")
    elapsed: On = optional("How many seconds the answer took.")
    text: On = optional("The body, or what was received, as text.")
    bytes: On = optional("The body's bytes, for `body: {same_as: name}`.")
    line: On = optional("In a `raw` step: the line that came last.")
    value: On = optional("In `sql` and `open_files`: the value itself.")


def _one_source(source: SourceKeys) -> SourceKeys:
    if len(source.model_fields_set - {"length", "path"}) != 1:
        kinds = [key for key in SourceKeys.known_keys() if key not in {"length", "path"}]
        raise refusal("a source has exactly one kind", f"Use one of: {', '.join(kinds)}.")
    if source.length is not None and source.json_path is None:
        raise refusal("`length` goes with `json` alone", "Write {json: $.path, length: true}.")
    if source.path is not None and (source.json_path is None) == (source.header is None):
        raise refusal("`path` goes with `json` or `header`", "Write {json: $.url, path: true}.")
    if source.path is not None and source.length is not None:
        raise refusal("`path` and `length` exclude each other", "Keep one of them.")
    return source


Source = Annotated[
    Annotated[JsonPath, Tag("<text>")] | Annotated[SourceKeys, AfterValidator(_one_source), Tag("<object>")],
    by_shape("a JSON path such as $.id, or a source such as {header: Location}"),
]
Capture = Annotated[dict[GivenName, Source], Field(min_length=1)]
