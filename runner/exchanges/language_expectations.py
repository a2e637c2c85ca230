"""Expectations: what the answer to a request, the bytes on a connection, or many answers together must be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, Tag

from runner.exchanges.language_matchers import Matcher
from runner.exchanges.language_references import is_template
from runner.exchanges.language_values import (
    FINE,
    Base64,
    Count,
    HeaderName,
    JsonPath,
    NonEmpty,
    Number,
    Problem,
    Seconds,
    TextOrTexts,
)
from runner.strict_models import On, Strict, by_shape, checked, choice, optional, refusal, required


def _status_problem(text: str) -> Problem:
    if re.fullmatch("[1-5]xx", text) or is_template(text):
        return FINE
    fix = "Remove the quotes." if text.isdigit() else "Write 201, 2xx, [200, 204] or {not: 5xx}."
    return f"'{text[:40]}' is no status", fix


StatusNumber = Annotated[int, Field(ge=100, le=599)]
StatusText = Annotated[str, checked(_status_problem)]
OneStatus = Annotated[
    Annotated[StatusNumber, Tag("<number>")] | Annotated[StatusText, Tag("<text>")], by_shape("a status")
]
StatusList = Annotated[list[OneStatus], Field(min_length=1)]
PlainStatus = Annotated[
    Annotated[StatusNumber, Tag("<number>")]
    | Annotated[StatusText, Tag("<text>")]
    | Annotated[StatusList, Tag("<list>")],
    by_shape("a status such as 201, 2xx or [200, 204]"),
]


class OtherStatus(Strict):
    """Any status but these."""

    not_: PlainStatus = required("The status that it must not be.", alias="not")


Status = Annotated[
    Annotated[StatusNumber, Tag("<number>")]
    | Annotated[StatusText, Tag("<text>")]
    | Annotated[StatusList, Tag("<list>")]
    | Annotated[OtherStatus, Tag("<object>")],
    by_shape("a status such as 201, 2xx, [200, 204] or {not: 5xx}"),
]


class SameBytes(Strict):
    """The same bytes as those captured before."""

    same_as: NonEmpty = required("A name captured by {bytes: true}.")


def _body_shape(value: Any) -> str:
    if isinstance(value, str):
        return "word"
    if isinstance(value, Mapping):
        return "base64" if "base64" in value else "same"
    return "none"


Body = Annotated[
    Annotated[Literal["empty", "sent"], Tag("<word>")]
    | Annotated[SameBytes, Tag("<same>")]
    | Annotated[Base64, Tag("<base64>")],
    choice(_body_shape, "empty, sent, {same_as: name} or {base64: ...}"),
]


class CookieExpectation(Strict):
    """What a cookie of the answer must be."""

    value: Matcher = optional("Its value.")
    http_only: bool = optional("Whether scripts are kept from it.")
    secure: bool = optional("Whether it goes over HTTPS alone.")
    same_site: Matcher = optional("Its SameSite attribute.")
    path: Matcher = optional("Its Path attribute.")
    max_age: Matcher = optional("Its Max-Age attribute.")
    absent: On = optional("No such cookie is set.")


class Budget(Strict):
    """A time relative to another."""

    times: Number = required("How many times the baseline.")
    of: Number = required("The baseline in seconds, captured by {elapsed: true}.")
    plus: Number = optional("Seconds on top.")


class Elapsed(Strict):
    """How long an answer may take."""

    under: Annotated[
        Annotated[float, Field(gt=0), Tag("<number>")]
        | Annotated[str, Tag("<text>")]
        | Annotated[Budget, Tag("<object>")],
        by_shape("seconds, or {times: 5, of: ...}"),
    ] = required("Seconds, or {times: 5, of: baseline, plus: 0.5}.")


class Expectation(Strict):
    """What the answer to one request must be; all keys must hold."""

    misplaced: ClassVar[Mapping[str, str]] = {"capture": "`capture:` stands beside `expect:`, not inside it."}

    status: Status = optional("201, [200, 204], 2xx, or {not: 5xx}.")
    headers: dict[HeaderName, Matcher] = optional("Matchers by header name, in any case.")
    media_type: NonEmpty = optional("The type alone, such as application/json.")
    json_body: Matcher = optional("The parsed body.", alias="json")
    text: Matcher = optional("The body as text.")
    body: Body = optional("empty, sent, {same_as: name} or {base64: ...}.")
    cookies: dict[NonEmpty, CookieExpectation] = optional("Cookies that the answer sets.")
    elapsed: Elapsed = optional("How long the answer may take.")
    lacks: TextOrTexts = optional("What may stand nowhere in the answer, head or body.")
    closed: On = optional("The connection ended without a complete answer.")
    one_of: Annotated[list[Expectation], Field(min_length=1)] = optional("One of these expectations holds.")


class LinePrefix(Strict):
    """A prefix, and then exactly what this step sent."""

    prefix: str = optional("What the line begins with.")
    same_as_sent: On = required("The rest of the line is what this step sent.")


def _line_bytes_shape(value: Any) -> str:
    if not isinstance(value, Mapping):
        return "none"
    return "base64" if "base64" in value else "prefix"


class RawExpectation(Strict):
    """What arrives on a raw connection, waited for until the step's deadline."""

    line: Matcher = optional("The next line without its line feed.")
    lines: list[Matcher] = optional("The next lines.")
    line_bytes: Annotated[
        Annotated[Base64, Tag("<base64>")] | Annotated[LinePrefix, Tag("<prefix>")],
        choice(_line_bytes_shape, "{base64: ...} or {prefix: ..., same_as_sent: true}"),
    ] = optional("The next line as bytes.")
    starts_with: NonEmpty = optional("The next bytes are exactly this text.")
    text: Matcher = optional("Everything up to the end of the connection.")
    response: Expectation = optional("The next HTTP answer.")
    responses: Annotated[list[Expectation], Field(min_length=1)] = optional("The next HTTP answers, in order.")
    silent_for: Seconds = optional("Nothing at all arrives for so many seconds.")
    closed: bool = optional("true: the server closes the connection; false: it is still open.")


def _one_number(count: CountOf) -> CountOf:
    if not count.model_fields_set & {"exactly", "at_least", "at_most"}:
        raise refusal("a count needs a number", "Add `exactly:`, `at_least:` or `at_most:`.")
    return count


class CountOf(Strict):
    """How many answers meet an expectation."""

    of: Expectation = required("What is counted.")
    exactly: Count = optional("So many, no more and no fewer.")
    at_least: Count = optional("So many or more.")
    at_most: Count = optional("So many or fewer.")


class ExpectationAcross(Strict):
    """What the answers of a `together` step must be."""

    misplaced: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("status", "headers", "json", "text", "media_type"),
        "Put it under `each:`, or in `counts: [{of: {...}, exactly: N}]`.",
    )

    each: Expectation = optional("Every answer meets this.")
    counts: Annotated[list[Annotated[CountOf, AfterValidator(_one_number)]], Field(min_length=1)] = optional(
        "How many answers meet an expectation."
    )
    distinct: JsonPath = optional("The values at this path differ, over all answers that hold it.")
