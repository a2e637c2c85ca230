"""Expectations against the answer to one request: the first thing that is not as it should be."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final

from runner.evidence import Cause, Response
from runner.exchanges.bodies import decoded
from runner.exchanges.client import Answer
from runner.exchanges.cookies import Cookie, cookies_of
from runner.exchanges.deadlines import in_words
from runner.exchanges.describing import describe
from runner.exchanges.differences import Difference, Problem, differing_bytes, missing, quote_bytes
from runner.exchanges.faults import Closed, Fault
from runner.exchanges.json_text import ABSENT, NotJsonError, as_text, printable, read_json, show
from runner.exchanges.matching import holds, match
from runner.words import say

LookUp = Callable[[str], Any]

LONGEST_TEXT: Final = 4 * 1024 * 1024
# Not every codec of Python is a charset of the web, and some take quadratic time.
CHARSETS: Final = re.compile(r"utf-?(8|16(le|be)?)|(us-)?ascii|latin-?1|iso-?8859-([1-9]|1[0134-6])|windows-125[0-8]")
CHARSET_NAMED: Final = re.compile(r"charset\W*([\w-]+)", re.IGNORECASE)
HTML_STARTS: Final = (b"<!doctype", b"<html", b"<head", b"<body", b"<h1")
FIRST_SUCCESS, FIRST_REDIRECT, FIRST_REFUSAL, FIRST_BREAKDOWN, END = 200, 300, 400, 500, 600
# Older versions of Python know these by older names.
NAMES_OF_RFC_9110: Final = {
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}
STATUS_NOTES: Final = {
    (201, 200): "expecting.note.201-for-200",
    (204, 200): "expecting.note.204-for-200",
    (405, 404): "expecting.note.405-for-404",
    (401, 403): "expecting.note.401-or-403",
    (403, 401): "expecting.note.401-or-403",
    (422, 400): "expecting.note.422-for-400",
}


@dataclass(frozen=True, slots=True)
class Digest:
    """Captured bytes, known by their size and SHA-256 alone."""

    size: int
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> Digest:
        """Return the digest of some bytes."""
        return cls(len(content), hashlib.sha256(content).hexdigest())


def expect_answer(expectation: Mapping[str, Any], answer: Answer, look_up: LookUp) -> Problem | None:
    """Return what keeps an answer from meeting a (filled-in) expectation, or None."""
    if "one_of" in expectation:
        return _one_of(expectation, answer, look_up)
    if expectation.get("closed"):
        return _closed(answer)
    if answer.fault is not None:
        return answer.fault
    if answer.response is None:
        return Fault(say("expecting.there-is-no-answer"))
    try:
        return _first_problem(expectation, answer, answer.response, look_up)
    except Fault as limit:
        return limit


def _first_problem(
    expectation: Mapping[str, Any], answer: Answer, response: Response, look_up: LookUp
) -> Difference | None:
    # The status first, whatever order the author wrote: a wrong status explains a wrong body.
    for key, check in CHECKS.items():
        if key in expectation:
            problem = check(expectation[key], response)
            if problem:
                return problem
    if "body" in expectation:
        problem = _body(expectation["body"], answer, response, look_up)
        if problem:
            return problem
    return _elapsed(expectation["elapsed"], answer) if "elapsed" in expectation else None


def _one_of(expectation: Mapping[str, Any], answer: Answer, look_up: LookUp) -> Problem | None:
    alternatives = expectation["one_of"]
    problems = [expect_answer(alternative, answer, look_up) for alternative in alternatives]
    if all(problems):
        # No alternative expects a fault such as a time-out, so it is the fault that is told.
        if answer.fault and not isinstance(answer.fault, Closed):
            return answer.fault
        wanted = say("expecting.or").join(describe_expectation(alternative) for alternative in alternatives)
        came = answer_in_words(answer)
        difference = Difference("answer", wanted, came, say("expecting.answer-is", actual=came, expected=wanted))
        differences = (problem for problem in problems if isinstance(problem, Difference))
        detail = next((each.summary for each in differences if each.place not in ("status", "connection")), "")
        return difference.noting(detail) if detail else difference
    rest = {key: value for key, value in expectation.items() if key != "one_of"}
    return expect_answer(rest, answer, look_up) if rest else None


def _closed(answer: Answer) -> Problem | None:
    if isinstance(answer.fault, Closed):
        return None
    if answer.fault is not None:
        return answer.fault
    came = answer_in_words(answer)
    summary = say("expecting.closed.summary", came=came)
    return Difference("connection", say("expecting.closed.expected"), came, summary)


def answer_in_words(answer: Answer) -> str:
    """Return how a call ended, in a few words."""
    if answer.response is not None:
        return status_in_words(answer.response.status)
    return answer.fault.words if answer.fault else say("expecting.no-answer")


def status_in_words(status: int) -> str:
    """Return a status with its name: `201 Created`."""
    if status in NAMES_OF_RFC_9110:
        return f"{status} {NAMES_OF_RFC_9110[status]}"
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _status(wanted: Any, response: Response) -> Difference | None:
    status = response.status
    if status_holds(wanted, status):
        return None
    expected, actual = wanted_status(wanted), status_in_words(status)
    difference = Difference("status", expected, actual, say("expecting.status-is", actual=actual, expected=expected))
    note = _status_note(wanted, status)
    return difference.noting(note)


def _status_note(wanted: Any, status: int) -> str:
    if FIRST_BREAKDOWN <= status < END:
        is_unwritten = status == HTTPStatus.NOT_IMPLEMENTED
        return say("expecting.note.unwritten" if is_unwritten else "expecting.note.breakdown")
    if isinstance(wanted, int):
        if FIRST_SUCCESS <= status < FIRST_REDIRECT and wanted >= FIRST_REFUSAL:
            return say("expecting.note.2xx")
        note = STATUS_NOTES.get((wanted, status), "")
        return say(note) if note else ""
    return ""


def status_holds(wanted: Any, status: int) -> bool:
    """Tell whether a status is the one wanted: a number, `2xx`, a list of these, or `{not: ...}`."""
    if isinstance(wanted, Mapping):
        return not status_holds(wanted["not"], status)
    if isinstance(wanted, list):
        return any(status_holds(one, status) for one in wanted)
    text = str(wanted)
    return text[0] == str(status)[0] if text.endswith("xx") else text == str(status)


def wanted_status(wanted: Any) -> str:
    """Return in words which status is wanted."""
    if isinstance(wanted, Mapping):
        return say("expecting.not", wanted=wanted_status(wanted["not"]))
    if isinstance(wanted, list):
        return say("expecting.or").join(wanted_status(one) for one in wanted)
    return status_in_words(wanted) if isinstance(wanted, int) else str(wanted)


def _headers(matchers: Mapping[str, Any], response: Response) -> Difference | None:
    for name, matcher in matchers.items():
        value = response.header(name)
        difference = match(matcher, ABSENT if value is None else value, say("expecting.place.header", name=name))
        if difference:
            note = _charset_note(matcher, value) if value and name.lower() == "content-type" else ""
            return replace(difference, place=f"header {name.lower()}").noting(note)
    return None


def _charset_note(matcher: Any, value: str) -> str:
    """Return that a type lacks its charset, where nothing else keeps it from being what is wanted."""
    if "charset" in value.lower():
        return ""
    named = [found.lower() for found in CHARSET_NAMED.findall(describe(matcher))]
    names = (form for name in dict.fromkeys(["utf-8", *named]) for form in (name, name.upper(), f'"{name}"'))
    added = ((name, f"{value.rstrip(' ;')}{mark}charset={name}") for name in names for mark in ("; ", ";"))
    right = next((name for name, text in added if holds(matcher, text)), "")
    return say("expecting.note.no-charset", charset=right) if right else ""


def _media_type(wanted: str, response: Response) -> Difference | None:
    header = response.header("Content-Type")
    if header is None:
        return missing(say("expecting.place.content-type"), wanted)
    actual = header.partition(";")[0].strip().lower()
    if actual == wanted.partition(";")[0].strip().lower():
        return None
    summary = say("expecting.content-type-is", actual=printable(actual), expected=wanted)
    note = _page_note(response) if "json" in wanted else ""
    return Difference("header content-type", wanted, actual, summary).noting(note)


def _json(matcher: Any, response: Response) -> Difference | None:
    body = response.body
    if not body.strip():
        return Difference("body", "JSON", say("expecting.json.actual-empty"), say("expecting.json.empty"))
    try:
        value = read_json(body)
    except NotJsonError as error:
        return _not_json(body, str(error)).noting(_page_note(response))
    difference = match(matcher, value)
    return replace(difference, place=f"json {difference.place}") if difference else None


def _not_json(body: bytes, reason: str) -> Difference:
    start = quote_bytes(body)
    if _is_html(body):
        return Difference("body", "JSON", start, say("expecting.json.html"))
    difference = Difference("body", "JSON", start, say("expecting.json.not-json", reason=reason))
    is_python = body.lstrip()[:2] in (b"{'", b"['")
    return difference.noting(say("expecting.note.python-quotes") if is_python else "")


def _page_note(response: Response) -> str:
    is_page = response.status >= FIRST_REFUSAL and _is_html(response.body)
    return say("expecting.note.html-page") if is_page else ""


def _is_html(body: bytes) -> bool:
    return body.lstrip()[:20].lower().startswith(HTML_STARTS)


def _text(matcher: Any, response: Response) -> Difference | None:
    difference = match(matcher, text_of(response), say("expecting.place.body"))
    return replace(difference, place="body") if difference else None


def text_of(response: Response) -> str:
    """Return the body as text, in UTF-8 or the charset that the answer names."""
    if len(response.body) > LONGEST_TEXT:
        words = say("expecting.text-too-long", count=len(response.body), most=LONGEST_TEXT)
        raise Fault(words, Cause.LIMIT)
    _, _, named = (response.header("Content-Type") or "").lower().partition("charset=")
    charset = named.partition(";")[0].strip().strip("\"'")
    return response.body.decode(charset if CHARSETS.fullmatch(charset) else "utf-8", "backslashreplace")


def _body(wanted: Any, answer: Answer, response: Response, look_up: LookUp) -> Difference | None:
    body = response.body
    if wanted == "empty":
        if not body:
            return None
        return Difference(
            "body",
            say("expecting.json.actual-empty"),
            quote_bytes(body),
            say("expecting.body-not-empty", body=quote_bytes(body)),
        )
    if wanted == "sent":
        return _same_bytes(answer.sent, body)
    if "same_as" in wanted:
        return _same_digest(wanted["same_as"], look_up(wanted["same_as"]), body)
    return _same_bytes(decoded(wanted["base64"]), body)


def _same_bytes(expected: bytes, body: bytes) -> Difference | None:
    return None if expected == body else differing_bytes(say("expecting.place.body"), expected, body)


def _same_digest(name: str, captured: Any, body: bytes) -> Difference | None:
    expected = captured if isinstance(captured, Digest) else Digest.of(as_text(captured).encode())
    if expected == Digest.of(body):
        return None
    came = say("expecting.same-as.actual", count=len(body), body=quote_bytes(body))
    summary = say("expecting.same-as.summary", name=name, count=len(body), wanted=expected.size)
    return Difference("body", say("expecting.same-as.expected", count=expected.size, name=name), came, summary)


def _cookies(wanted: Mapping[str, Any], response: Response) -> Difference | None:
    cookies = {cookie.name: cookie for cookie in cookies_of(response)}
    for name, demands in wanted.items():
        difference = _cookie(name, demands, cookies.get(name))
        if difference:
            return replace(difference, place=f"cookie {name}")
    return None


def _cookie(name: str, demands: Mapping[str, Any], cookie: Cookie | None) -> Difference | None:
    place = say("expecting.place.cookie", name=name)
    if demands.get("absent"):
        return (
            None
            if cookie is None
            else Difference(
                place, say("expecting.cookie.none"), show(cookie.value), say("expecting.cookie.is-set", place=place)
            )
        )
    if cookie is None:
        return missing(place, say("expecting.a-cookie"))
    found = (_cookie_part(place, part, matcher, cookie) for part, matcher in demands.items() if part != "absent")
    return next((difference for difference in found if difference), None)


def _cookie_part(place: str, part: str, matcher: Any, cookie: Cookie) -> Difference | None:
    if part == "value":
        return match(matcher, cookie.value, f"{place}")
    if part in FLAGS:
        is_set = cookie.attribute(FLAGS[part]) is not ABSENT
        if is_set == matcher:
            return None
        with_it = say("expecting.cookie.with", flag=FLAG_NAMES[part])
        without_it = say("expecting.cookie.without", flag=FLAG_NAMES[part])
        expected, actual = (with_it, without_it) if matcher else (without_it, with_it)
        return Difference(
            place, expected, actual, say("expecting.cookie.flag", place=place, actual=actual, expected=expected)
        )
    value = cookie.attribute(ATTRIBUTES[part])
    if part == "max_age" and isinstance(value, str) and value.lstrip("-").isdigit():
        value = int(value[:18])
    return match(matcher, value, say("expecting.cookie.attribute", attribute=ATTRIBUTE_NAMES[part], place=place))


FLAGS: Final = {"http_only": "httponly", "secure": "secure"}
FLAG_NAMES: Final = {"http_only": "HttpOnly", "secure": "Secure"}
ATTRIBUTES: Final = {"same_site": "samesite", "path": "path", "max_age": "max-age"}
ATTRIBUTE_NAMES: Final = {"same_site": "SameSite", "path": "Path", "max_age": "Max-Age"}


def _lacks(texts: Any, response: Response) -> Difference | None:
    # Names and values alone: the line breaks between them are the wire's, not the server's.
    head = "".join(f"{name}: {value}\r\n" for name, value in response.headers).encode("latin-1", "replace")
    for text in texts if isinstance(texts, list) else [texts]:
        needle = as_text(text).encode("utf-8", "surrogatepass")
        for place, content in (("body", response.body), ("head", head)):
            if needle and needle in content:
                at = content.index(needle)
                shown = quote_bytes(content[max(0, at - 20) : at + len(needle) + 20])
                summary = say("expecting.lacks.body" if place == "body" else "expecting.lacks.head", text=show(text))
                return Difference(place, say("expecting.lacks.expected", text=show(text)), shown, summary)
    return None


def _elapsed(wanted: Mapping[str, Any], answer: Answer) -> Difference | None:
    under = wanted["under"]
    if isinstance(under, Mapping):
        under = under.get("times", 1) * under["of"] + under.get("plus", 0)
    if answer.seconds < under:
        return None
    came, limit = in_words(answer.seconds), in_words(under)
    return Difference(
        "elapsed",
        say("expecting.elapsed.expected", limit=limit),
        came,
        say("expecting.elapsed.summary", came=came, limit=limit),
    )


CHECKS: Final[dict[str, Callable[[Any, Response], Difference | None]]] = {
    "status": _status,
    "media_type": _media_type,
    "headers": _headers,
    "cookies": _cookies,
    "json": _json,
    "text": _text,
    "lacks": _lacks,
}


def describe_expectation(expectation: Mapping[str, Any]) -> str:
    """Return an expectation in a few words."""
    parts = [wanted_status(expectation["status"])] if "status" in expectation else []
    if expectation.get("closed"):
        parts.append(say("expecting.closed-connection"))
    if "json" in expectation:
        parts.append(say("expecting.json-matching", description=describe(expectation["json"])))
    parts += [
        say("expecting.with", key=key) for key in expectation if key not in ("status", "closed", "json", "one_of")
    ]
    if "one_of" in expectation:
        parts.append(say("expecting.or").join(describe_expectation(one) for one in expectation["one_of"]))
    return " ".join(parts) or say("expecting.whole-answer")
