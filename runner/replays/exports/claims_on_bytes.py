"""What is expected of the bytes on a connection, as claims (pure)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from http.client import HTTPException, HTTPResponse
from socket import socket
from typing import Any, Final, cast

from runner.evidence import Exchange, Response
from runner.exchanges.bodies import decoded
from runner.exchanges.json_text import ABSENT, as_text
from runner.replays.exports.claims import Claim, Place, Write
from runner.replays.exports.claims_on_answers import claims_on_answer
from runner.replays.exports.claims_on_values import claims_on


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


ON_BYTES: Final[dict[str, Callable[[Any, Exchange, str, Write], Iterator[Claim]]]] = {
    "starts_with": _start,
    "text": _all_text,
    "silent_for": _silence,
    "response": _answer,
    "responses": _answers,
}
