"""What is expected of one HTTP answer, or of many at once, as claims (pure)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from runner.evidence import Exchange, Response
from runner.exchanges.bodies import decoded
from runner.exchanges.client import Answer
from runner.exchanges.expecting import Digest, expect_answer, status_holds, text_of
from runner.exchanges.faults import Fault
from runner.exchanges.json_path import PathMissing, find
from runner.exchanges.json_text import ABSENT, NotJsonError, as_text, read_json
from runner.replays.exports.claims import Claim, Place, Write, all_of, either, failing
from runner.replays.exports.claims_on_values import claims_on, keys_of

LONGEST_BODY: Final = 4096
SIGNS: Final = {"exactly": "==", "at_least": ">=", "at_most": "<="}


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
    return either(found)


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
