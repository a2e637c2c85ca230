"""What a step can send: a request with its body, many of them at once, or raw bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import Field, Tag, model_validator

from runner.exchanges.language_expectations import Expectation, ExpectationAcross, RawExpectation
from runner.exchanges.language_references import is_template, without_references
from runner.exchanges.language_values import (
    FINE,
    Base64Text,
    Capture,
    HeaderName,
    NonEmpty,
    PauseSeconds,
    Problem,
    Seconds,
    Size,
)
from runner.strict_models import On, Strict, by_shape, checked, did_you_mean, optional, refusal, required

# In order of priority: `pause` is a key of `raw` too.
ACTIONS: Final = (
    "request", "raw", "together", "restart", "kill", "terminate", "start", "start_with", "refuses_to_start", "second",
    "stop", "set", "wait_until", "repeat", "data_holds", "data_lacks", "sql", "log", "open_files", "pause",
)  # fmt: skip
_ANOTHER_STEP: Final[dict[str, str]] = {
    action: f"A step has one action: begin a new step with `- {action}:`." for action in ACTIONS
}
METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")
BODIES: Final = ("json", "form", "multipart", "text", "base64", "fill", "nested")


def _request_problem(text: str) -> Problem:
    if is_template(text):
        return FINE
    method, space, target = without_references(text, "x").partition(" ")
    if not space or not target or not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", method):
        return f"'{text[:60]}' is no request", "Write the method and the target, such as: GET /items"
    if method.upper() in METHODS and method not in METHODS:
        return f"'{method}' is not a method", did_you_mean(method.upper(), METHODS)
    if re.search(r"[\s\0]", target):
        return "a request target cannot hold a space", "Write %20, or send broken heads with a `raw:` step."
    if not re.match(r"[/*x]|https?:", target) and method != "CONNECT":
        return f"'{target[:40]}' does not begin with a slash", f"Write it as: {method} /{target[:40]}"
    return FINE


HeaderValue = Annotated[
    Annotated[str, Tag("<text>")] | Annotated[list[str], Tag("<list>")] | Annotated[None, Tag("<null>")],
    by_shape("a text (in quotes), a list of texts, or null"),
]
FormValue = Annotated[
    Annotated[str, Tag("<text>")] | Annotated[list[str], Tag("<list>")],
    by_shape("a text (in quotes) or a list of texts"),
]
Clients = Annotated[
    Annotated[int, Field(ge=1, le=50), Tag("<number>")] | Annotated[str, Tag("<text>")], by_shape("a whole number")
]
Headers = dict[HeaderName, HeaderValue]
RequestLine = Annotated[str, checked(_request_problem)]


class Part(Strict):
    """One part of a multipart body."""

    name: str = required("The field's name.")
    text: str = optional("Its content as text.")
    base64: Base64Text = optional("Its content as bytes.")
    fill: Size = optional("So many seeded random bytes as its content.")
    filename: str = optional("The file name, which makes it a file.")
    type: NonEmpty = optional("Its Content-Type.")

    @model_validator(mode="after")
    def _has_one_content(self) -> Self:
        if len(self.model_fields_set & {"text", "base64", "fill"}) != 1:
            raise refusal("a part has exactly one content", "Give it `text:`, `base64:` or `fill:`.")
        return self


class Nested(Strict):
    """A text that opens and closes many times, such as deep JSON."""

    open: NonEmpty = required("The text repeated first, such as [.")
    times: Size = required("How many times.")
    close: str = optional("The text repeated last, such as ].")


class Sending(Strict):
    """The keys of a request that say what is sent."""

    request: RequestLine = required("METHOD target; the target is sent exactly as written.")
    headers: Headers = optional("Headers; a list repeats one, null removes one that is sent by default.")
    cookies: dict[NonEmpty, str] = optional("Cookies to send.")
    json_body: Any = optional("A body: this value as JSON.", alias="json")
    form: dict[str, FormValue] = optional("A body: an HTML form.")
    multipart: Annotated[list[Part], Field(min_length=1)] = optional("A body: multipart/form-data.")
    text: str = optional("A body: this text.")
    base64: Base64Text = optional("A body: these bytes.")
    fill: Size = optional("A body: so many seeded random bytes.")
    nested: Nested = optional("A body: text repeated, for deep JSON.")
    type: str = optional("The Content-Type, when the body's own is not wanted.")
    chunked: bool = optional("Send the body in chunks, without a Content-Length.")
    follow: bool = optional("Follow redirects on the same server, at most 5.")
    to: NonEmpty = optional("The name of a `second` server.")
    deadline: Seconds = optional("Seconds for this request, default 5, at most 30.")

    @model_validator(mode="after")
    def _has_one_body(self) -> Self:
        bodies = [key for key in BODIES if ("json_body" if key == "json" else key) in self.model_fields_set]
        if len(bodies) > 1:
            raise refusal(
                f"a request has one body, and here are {len(bodies)}: {', '.join(bodies)}", "Keep one of them."
            )
        return self


_UNDER_EXPECT = {
    name: f"`{name}:` belongs under `expect:`."
    for name in ("status", "media_type", "body", "elapsed", "lacks", "closed", "one_of")
}


class StepModel(Strict):
    """A step with one action, which is its first key."""

    misplaced: ClassVar[Mapping[str, str]] = _ANOTHER_STEP


class RequestStep(Sending):
    """Send a request, and say what the answer must be."""

    misplaced: ClassVar[Mapping[str, str]] = {**_ANOTHER_STEP, **_UNDER_EXPECT}

    jar: NonEmpty = optional("The name of a cookie jar: its cookies are sent, and those that come back are kept.")
    keep_alive: NonEmpty = optional("The name of a persistent connection.")
    expect: Expectation = optional("What the answer must be.")
    capture: Capture = optional("Values to keep, by name.")


class Together(Sending):
    """Requests released at one barrier, each on its own connection."""

    misplaced: ClassVar[Mapping[str, str]] = {
        "expect": "`expect:` stands beside `together:`, not inside it.",
        "capture": "`capture:` stands beside `together:`, not inside it.",
        "keep_alive": "Each of these requests has its own connection.",
        "jar": "A jar cannot be shared by requests at once; send `cookies:`.",
    }

    request: RequestLine = optional("METHOD target of every request; ${i} is the client's number.")
    clients: Clients = optional("How many at once, 2 to 50; with `requests` their number is the default.")
    requests: Annotated[list[Sending], Field(min_length=1)] = optional("Different requests, dealt in turn.")

    @model_validator(mode="after")
    def _has_requests(self) -> Self:
        given = self.model_fields_set
        if ("request" in given) == ("requests" in given):
            raise refusal("`together` needs either `request` or `requests`", "Give one of the two.")
        if "request" in given and "clients" not in given:
            raise refusal("`clients` is missing", "Say how many requests are released at once: clients: 20")
        return self


class TogetherStep(StepModel):
    """Many requests at once, with expectations across their answers."""

    misplaced: ClassVar[Mapping[str, str]] = _ANOTHER_STEP | dict.fromkeys(
        ("clients", "request", "requests", "headers", "json", "text", "form"), "It belongs inside `together:`."
    )

    together: Together = required("The requests.")
    expect: ExpectationAcross = optional("What holds across the answers.")
    capture: Capture = optional("Lists, one value for each answer that has it.")


class RawStep(StepModel):
    """Bytes on a named connection."""

    misplaced: ClassVar[Mapping[str, str]] = _ANOTHER_STEP | dict.fromkeys(
        ("line", "lines", "line_bytes", "starts_with", "text", "response", "responses", "silent_for", "closed"),
        "It belongs under `expect:`.",
    )

    raw: NonEmpty = required("The connection's name; it is opened when the name is first used.")
    to: NonEmpty = optional("The name of a `second` server.")
    send: str = optional('Text to send, as UTF-8; write "\\r\\n" in double quotes.')
    send_base64: Base64Text = optional("Bytes to send.")
    send_fill: Size = optional("So many seeded random bytes to send, none of them a line feed.")
    send_then: str = optional("Text sent right after the above, in the same write.")
    segments: Annotated[
        Annotated[int, Field(ge=1, le=1000), Tag("<number>")] | Annotated[Literal["bytes"], Tag("<text>")],
        by_shape("a whole number, or bytes"),
    ] = optional("Split what is sent into so many segments; `bytes`: one byte at a time.")
    pause: PauseSeconds = optional("Seconds between segments, default 0.02.")
    half_close: bool = optional("Shut down our sending side.")
    expect: RawExpectation = optional("What must arrive.")
    capture: Capture = optional("Values to keep, by name.")
    close: Annotated[
        Annotated[On, Tag("<boolean>")] | Annotated[Literal["reset"], Tag("<text>")], by_shape("true or reset")
    ] = optional("Close the connection at the end of the step; `reset`: abruptly.")
    deadline: Seconds = optional("Seconds for this step, default 5, at most 30.")
