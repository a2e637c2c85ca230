"""An expectation as Python expressions on an answer, each with whether the recorded answer meets it (pure).

Nothing is guessed from words: the expectation stands in the evidence, and the very matchers of the check say what the
recorded answer lacks. An expression that Python would find true of that answer, though the check does not, is no use.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from http.client import HTTPException, HTTPResponse
from socket import socket
from typing import Any, Final, cast

from runner.evidence import Exchange, Response
from runner.exchanges.bodies import decoded
from runner.exchanges.client import Answer
from runner.exchanges.expecting import Digest, expect_answer, status_holds, text_of
from runner.exchanges.faults import Fault
from runner.exchanges.formats import DATE, DATE_TIME, EMAIL, HTTP_DATE, INTEGER, URL, UUID
from runner.exchanges.json_path import Every, PathMissing, find, parse_path
from runner.exchanges.json_text import ABSENT, Literal, NotJsonError, as_text, read_json
from runner.exchanges.matching import equal, holds, is_matcher

# How a value is written: as it is, or by the name that an earlier answer's value has in the test.
Write = Callable[[Any, str], str]

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
LONGEST_BODY: Final = 4096
EACH: Final = "each"


@dataclass(frozen=True, slots=True)
class Claim:
    """What must be true of an answer. Without a line there is no short way to say it in Python."""

    line: str
    holds: bool
    whole: bool = True  # false where the line says a part of what was expected


@dataclass(frozen=True, slots=True)
class Place:
    """A value of the answer: how Python reaches it, and what it was when recorded."""

    text: str
    value: Any
    name: str = ""  # the key that it stands under, in `holder`
    holder: str = ""

    def under(self, name: str | int) -> Place:
        """Return the place of a part of the value."""
        try:
            value: Any = self.value[name] if isinstance(self.value, dict | list) else ABSENT  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            value = ABSENT
        key = name if isinstance(name, str) else ""
        return Place(f"{self.text}[{name!r}]", value, key, self.text if isinstance(name, str) else "")

    @property
    def is_missing(self) -> str:
        """Return the expression that says that nothing is there."""
        return f"{self.name!r} not in {self.holder}" if self.holder else ""


def failing(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the claims that can be written and that the recorded answer does not meet."""
    return tuple(claim for claim in claims if claim.line and not claim.holds)


def all_of(claims: Sequence[Claim]) -> str:
    """Return one expression for all that can be said."""
    lines = list(dict.fromkeys(claim.line for claim in claims if claim.line))
    return lines[0] if len(lines) == 1 else " and ".join(map(_in_brackets, lines))


def claims_on_answer(expectation: Mapping[str, Any], exchange: Exchange, name: str, write: Write) -> Iterator[Claim]:
    """Yield what an expectation says of the answer that the test calls `name`."""
    response = exchange.response
    if response is None:
        # httpx raises what is wrong on the wire, so that no line after the request is reached.
        response = Response(0, "", ())
    for key, wanted in expectation.items():
        if key in ON_ANSWER:
            yield from ON_ANSWER[key](wanted, _Subject(replace(exchange, response=response), response, name, write))
        elif key == "one_of":
            yield _one_of_answers(wanted, replace(exchange, response=response), name, write)
        else:
            yield Claim("", holds=False)


def claims_together(
    expectation: Mapping[str, Any], exchanges: Sequence[Exchange], name: str, write: Write
) -> Iterator[Claim]:
    """Yield what is expected across the answers that the test calls `name`, a list."""
    for count in expectation.get("counts", []):
        yield from _count(count, exchanges, name, write)
    if "distinct" in expectation:
        yield _differing(expectation["distinct"], exchanges, name)


def _count(count: Mapping[str, Any], exchanges: Sequence[Exchange], name: str, write: Write) -> Iterator[Claim]:
    found = [tuple(claims_on_answer(count["of"], exchange, "answer", write)) for exchange in exchanges]
    is_sayable = all(claim.line and claim.whole for claims in found for claim in claims)
    line = next((all_of(claims) for claims in found if claims), "")
    number = sum(not failing(claims) for claims in found)
    for word, sign in SIGNS.items():
        if word in count:
            met = {"==": number == count[word], ">=": number >= count[word], "<=": number <= count[word]}[sign]
            # With no answer from one of them, the test ends before it counts.
            met = met and all(exchange.response is not None for exchange in exchanges)
            counted = f"len([answer for answer in {name} if {line}])"
            yield Claim(f"{counted} {sign} {count[word]}" if line and is_sayable else "", met)


def _differing(path: str, exchanges: Sequence[Exchange], name: str) -> Claim:
    keys = keys_of(path)
    values = [_found_at(path, exchange.response) for exchange in exchanges if exchange.response is not None]
    statuses = [exchange.response.status for exchange in exchanges if exchange.response is not None]
    having = {status for status, value in zip(statuses, values, strict=True) if value is not ABSENT}
    lacking = {status for status, value in zip(statuses, values, strict=True) if value is ABSENT}
    if keys is None or not having or having & lacking:
        return Claim("", holds=False)
    held = [repr(value) for value in values if value is not ABSENT]
    those = f"[answer.json(){keys} for answer in {name} if answer.status_code in {sorted(having)}]"
    line = f"len(set(map(repr, {those}))) == len({those})"
    return Claim(line, len(set(held)) == len(held), whole=False)


def _found_at(path: str, response: Response) -> Any:
    try:
        return find(path, read_json(response.body))
    except (NotJsonError, PathMissing, Fault):
        return ABSENT


def claims_on_bytes(expectation: Mapping[str, Any], exchange: Exchange, name: str, write: Write) -> Iterator[Claim]:
    """Yield what an expectation says of the bytes that the test calls `name`."""
    lines = exchange.received.split(b"\n")
    number = 0
    for key, wanted in expectation.items():
        if key in ("line", "lines"):
            for matcher in [wanted] if key == "line" else wanted:
                yield from _line(matcher, lines, number, name, write)
                number += 1
        elif key == "line_bytes":
            yield _line_bytes(_bytes_wanted(wanted, exchange.sent), lines, number, name)
            number += 1
        elif number == 0 and key in ON_BYTES:
            yield from ON_BYTES[key](wanted, exchange, name, write)
            number += 1  # the bytes after it are not looked at
        else:
            yield Claim("", holds=False)
            number += 1


def _line(matcher: Any, lines: Sequence[bytes], number: int, name: str, write: Write) -> Iterator[Claim]:
    if isinstance(matcher, str):
        yield _line_bytes(matcher.encode("utf-8", "surrogatepass"), lines, number, name)
        return
    text = lines[number].decode("utf-8", "replace") if number < len(lines) else ABSENT
    yield from claims_on(matcher, Place(f"{name}.split(b'\\n')[{number}].decode('utf-8', 'replace')", text), write)


def _line_bytes(expected: bytes, lines: Sequence[bytes], number: int, name: str) -> Claim:
    met = number < len(lines) and lines[number] == expected
    return Claim(f"{name}.split(b'\\n')[{number}] == {expected!r}", met)


def _bytes_wanted(wanted: Mapping[str, Any], sent: bytes) -> bytes:
    if "base64" in wanted:
        return decoded(wanted["base64"])
    return as_text(wanted.get("prefix", "")).encode() + (
        sent.removesuffix(b"\n") if wanted.get("same_as_sent") else b""
    )


def _start(wanted: str, exchange: Exchange, name: str, _write: Write) -> Iterator[Claim]:
    expected = wanted.encode("utf-8", "surrogatepass")
    yield Claim(f"{name}.startswith({expected!r})", exchange.received.startswith(expected))


def _all_text(matcher: Any, exchange: Exchange, name: str, write: Write) -> Iterator[Claim]:
    text = exchange.received.decode("utf-8", "replace")
    yield from claims_on(matcher, Place(f"{name}.decode('utf-8', 'replace')", text), write)


def _silence(_wanted: Any, exchange: Exchange, name: str, _write: Write) -> Iterator[Claim]:
    yield Claim(f"{name} == b''", not exchange.received)


def _answers(wanted: Sequence[Mapping[str, Any]], exchange: Exchange, name: str, write: Write) -> Iterator[Claim]:
    came = answers_in(exchange.received, len(wanted))
    for number, expectation in enumerate(wanted):
        answer = replace(exchange, response=came[number] if number < len(came) else None, request=None)
        text = f"answers_in({name}, {len(wanted)})[{number}]"
        yield from claims_on_answer(expectation, answer, text, write)


def _answer(wanted: Mapping[str, Any], exchange: Exchange, name: str, write: Write) -> Iterator[Claim]:
    return _answers([wanted], exchange, name, write)


class _Stream(io.BytesIO):
    """Bytes that look like a socket."""

    def makefile(self, *_: Any) -> io.BytesIO:
        return self

    def close(self) -> None:
        """Stay open: the next answer is read from it too."""


def answers_in(received: bytes, count: int) -> list[Response]:
    """Return the whole HTTP answers in some bytes, read just as the exported test reads them."""
    stream, found = _Stream(received), []
    try:
        for _ in range(count):
            answer = HTTPResponse(cast("socket", stream))
            answer.begin()
            body = answer.read()
            found.append(Response(answer.status, answer.reason, tuple(answer.getheaders()), body, len(body)))
    except (HTTPException, ValueError):
        pass  # so it is in the test, which ends there
    return found


SIGNS: Final = {"exactly": "==", "at_least": ">=", "at_most": "<="}
ON_BYTES: Final[dict[str, Callable[[Any, Exchange, str, Write], Iterator[Claim]]]] = {
    "starts_with": _start,
    "text": _all_text,
    "silent_for": _silence,
    "response": _answer,
    "responses": _answers,
}


@dataclass(frozen=True, slots=True)
class _Subject:
    exchange: Exchange
    response: Response
    name: str
    write: Write

    def meets(self, expectation: Mapping[str, Any]) -> bool:
        sent = self.exchange.request.body if self.exchange.request else b""
        seconds = (self.exchange.ended_ms - self.exchange.started_ms) / 1000
        return expect_answer(expectation, Answer(-1, sent, self.response, None, seconds), lambda name: name) is None

    @property
    def is_cut(self) -> bool:
        return self.response.body_size > len(self.response.body)


def _one_of_answers(wanted: Sequence[Mapping[str, Any]], exchange: Exchange, name: str, write: Write) -> Claim:
    found = [list(claims_on_answer(each, exchange, name, write)) for each in wanted]
    return _either(found)


def _either(alternatives: Sequence[Sequence[Claim]]) -> Claim:
    lines = [all_of(claims) for claims in alternatives]
    if not all(lines):
        return Claim("", holds=any(all(claim.holds for claim in claims) for claims in alternatives))
    # An alternative is ruled out by an expression alone, never by what cannot be said.
    met = any(not failing(claims) for claims in alternatives)
    whole = all(claim.whole and claim.line for claims in alternatives for claim in claims)
    lines = [line if len(lines) == 1 else _in_brackets(line) for line in dict.fromkeys(lines)]
    return Claim(" or ".join(lines), holds=met, whole=whole)


def _status(wanted: Any, subject: _Subject) -> Iterator[Claim]:
    yield Claim(_status_line(wanted, f"{subject.name}.status_code"), status_holds(wanted, subject.response.status))


def _status_line(wanted: Any, text: str) -> str:
    if isinstance(wanted, Mapping):
        return f"not ({_status_line(wanted['not'], text)})"
    if isinstance(wanted, list):
        if all(isinstance(one, int) for one in wanted):
            return f"{text} in {wanted!r}"
        return " or ".join(_status_line(one, text) for one in wanted)
    return f"{text} // 100 == {str(wanted)[0]}" if str(wanted).endswith("xx") else f"{text} == {wanted}"


def _headers(wanted: Mapping[str, Any], subject: _Subject) -> Iterator[Claim]:
    for name, matcher in wanted.items():
        value = subject.response.header(name)
        holder = f"{subject.name}.headers"
        place = Place(f"{holder}[{name.lower()!r}]", ABSENT if value is None else value, name.lower(), holder)
        yield from claims_on(matcher, place, subject.write)


def _media_type(wanted: str, subject: _Subject) -> Iterator[Claim]:
    kind = wanted.partition(";")[0].strip().lower()
    line = f"{subject.name}.headers['content-type'].partition(';')[0].strip().lower() == {kind!r}"
    yield Claim(line, subject.meets({"media_type": wanted}))


def _json(matcher: Any, subject: _Subject) -> Iterator[Claim]:
    text = f"{subject.name}.json()"
    if subject.is_cut:
        yield from _unproven(claims_on(matcher, Place(text, ABSENT), subject.write))
        return
    try:
        yield from claims_on(matcher, Place(text, read_json(subject.response.body)), subject.write)
    except (NotJsonError, Fault):
        claims = tuple(claims_on(matcher, Place(text, ABSENT), subject.write))
        # Python reads what is no JSON for us, such as NaN: then no expression on it raises.
        yield from _unproven(claims) if _python_reads(subject.response.body) else claims


def _unproven(claims: Iterator[Claim] | Sequence[Claim]) -> Iterator[Claim]:
    yield from (replace(claim, holds=True) for claim in claims)
    yield Claim("", holds=False)


def _python_reads(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


def _text(matcher: Any, subject: _Subject) -> Iterator[Claim]:
    try:
        place = Place(f"{subject.name}.text", text_of(subject.response))
    except Fault:
        yield Claim("", holds=False)
        return
    claims = claims_on(matcher, place, subject.write)
    yield from _unproven(claims) if subject.is_cut else claims


def _body(wanted: Any, subject: _Subject) -> Iterator[Claim]:
    content = f"{subject.name}.content"
    request = subject.exchange.request
    if isinstance(wanted, Digest):
        line = f"hashlib.sha256({content}).hexdigest() == {wanted.sha256!r}"
        yield Claim(line, Digest.of(subject.response.body) == wanted or subject.is_cut)
        return
    expected: bytes | None = b""
    if wanted == "sent":
        expected = request.body if request and request.body_size <= len(request.body) else None
    elif wanted != "empty":
        expected = decoded(wanted["base64"])
    if expected is None:
        yield Claim("", holds=False)
    elif len(expected) > LONGEST_BODY:
        yield from _body(Digest.of(expected), subject)
    else:
        yield Claim(f"{content} == {expected!r}", subject.response.body == expected)


def _lacks(texts: Any, subject: _Subject) -> Iterator[Claim]:
    for text in texts if isinstance(texts, list) else [texts]:
        needle = as_text(text).encode("utf-8", "surrogatepass")
        yield Claim(f"{needle!r} not in {subject.name}.content", needle not in subject.response.body)
        in_head = any(
            needle in f"{name}: {value}".encode("latin-1", "replace") for name, value in subject.response.headers
        )
        head = f"any({needle!r} in name + b': ' + value for name, value in {subject.name}.headers.raw)"
        yield Claim(f"not {head}", not in_head)


def _elapsed(wanted: Mapping[str, Any], subject: _Subject) -> Iterator[Claim]:
    under = wanted["under"]
    if isinstance(under, Mapping):
        under = under.get("times", 1) * under["of"] + under.get("plus", 0)
    line = f"{subject.name}.elapsed.total_seconds() < {under!r}"
    yield Claim(line, subject.meets({"elapsed": wanted}))


def _cookies(wanted: Mapping[str, Any], subject: _Subject) -> Iterator[Claim]:
    for name, demands in wanted.items():
        for part, matcher in demands.items():
            met = subject.meets({"cookies": {name: {part: matcher}}})
            yield Claim(_cookie_line(name, part, matcher, subject), met)
        if not demands:
            yield Claim(_any_cookie(name, "", subject), subject.meets({"cookies": {name: {}}}))


def _cookie_line(name: str, part: str, matcher: Any, subject: _Subject) -> str:
    if part == "absent":
        return f"not {_any_cookie(name, '', subject)}" if matcher else ""
    if part in FLAGS:
        line = _any_cookie(name, rf".*;\s*{FLAGS[part]}\s*(;|$)", subject)
        return line if matcher else f"not {line}"
    if isinstance(matcher, Mapping | list | bool | None) or part == "value":
        return ""
    return _any_cookie(name, rf".*;\s*{ATTRIBUTES[part]}={re.escape(str(matcher))}\s*(;|$)", subject)


def _any_cookie(name: str, pattern: str, subject: _Subject) -> str:
    whole = f"(?i){re.escape(name)}={pattern}"
    return f"any(re.match({whole!r}, line) for line in {subject.name}.headers.get_list('set-cookie'))"


FLAGS: Final = {"http_only": "HttpOnly", "secure": "Secure"}
ATTRIBUTES: Final = {"same_site": "SameSite", "path": "Path", "max_age": "Max-Age"}
ON_ANSWER: Final[dict[str, Callable[[Any, _Subject], Iterator[Claim]]]] = {
    "status": _status,
    "headers": _headers,
    "media_type": _media_type,
    "json": _json,
    "text": _text,
    "lacks": _lacks,
    "cookies": _cookies,
    "body": _body,
    "elapsed": _elapsed,
}


# Matchers


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
    line = lines[0] if len(lines) == 1 else " or ".join(map(_in_brackets, lines))
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
    yield _either([tuple(claims_on(each, place, write)) for each in wanted])


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


def _in_brackets(line: str) -> str:
    return f"({line})" if " or " in line or " and " in line or " if " in line else line
