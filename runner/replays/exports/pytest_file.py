"""A check as a pytest file that a learner keeps: plain httpx, the address from the environment."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import Any

from runner.evidence import Cause, ExchangeKind, Failure, Headers, Request
from runner.exchanges.events import connection_of, end_of, pieces_of, seconds_of_pause
from runner.exchanges.recorder import SHOWN_BODY, SHOWN_LATER
from runner.replays.exports.claims import Claim, Write, failing
from runner.replays.exports.claims_on_answers import claims_on_answer, claims_together
from runner.replays.exports.claims_on_bytes import claims_on_bytes
from runner.replays.exports.pytest_parts import ANSWERS, AT_ONCE, HEAD, RAW
from runner.replays.resending import DEEDS
from runner.replays.reuse import value_at
from runner.replays.slots import json_of, with_slots
from runner.replays.templates import MARKED, Capture, Script, Step, one_line, slots_in
from runner.words import say

LEFT_OUT = frozenset({"host", "content-length", "connection", "user-agent"})
# What the client of the test sends in any case.
DEFAULT = frozenset({("accept", "*/*"), ("accept-encoding", "identity")})
INDENT = " " * 8
TIDIED = re.compile(r"/\.{1,2}(/|$|\?)")  # by httpx, before it sends a path
ACROSS = frozenset({"each", "counts", "distinct"})
SHOWN = (SHOWN_BODY, SHOWN_LATER)  # what was kept of more bytes is just so long

CLIENT = "with httpx.Client(base_url=BASE_URL, timeout=10, headers={'Accept-Encoding': 'identity'}) as client:"
# What a test may use, and the line that imports it.
IMPORTS = (
    (r"\bhashlib\.", "import hashlib"),
    (r"\bio\.", "import io"),
    (r"\bre\.", "import re"),
    (r"\bsocket\.", "import socket"),
    (r"\btime\.sleep\(", "import time"),
    (r"\bThreadPoolExecutor\(", "from concurrent.futures import ThreadPoolExecutor"),
    (r"\bHTTPResponse\(", "from http.client import HTTPResponse"),
    (r"\bBarrier\(", "from threading import Barrier"),
    (r"\burlsplit\(", "from urllib.parse import urlsplit"),
)


def render_pytest(script: Script) -> str:
    """Return the test file."""
    lines = [*_steps(script)] or [f"{INDENT}pass"]
    if script.failure is not None and not any(step.failure for step in script.steps):
        lines += [f"{INDENT}{line}" for line in _unsaid(script.failure)]
    text = f"\n\ndef test_{script.word}():\n    {CLIENT}\n" + "\n".join(lines) + "\n"
    if "at_once(" in text:
        text = AT_ONCE.format(what=say("exports.pytest.release")) + text
    if "answers_in(" in text:
        text = ANSWERS.format(what=say("exports.pytest.answers")) + text
    if "on_a_connection(" in text:
        text = RAW.format(what=say("exports.pytest.raw")) + text
    about = say("exports.pytest.about", check=script.check, kata=script.kata, start=_in_docstring(script.start))
    return HEAD.format(title=_in_docstring(script.title), about=about, imports=_imports(text)) + text


def _imports(text: str) -> str:
    own = [line for pattern, line in IMPORTS if re.search(pattern, text)]
    others = ["import httpx", *(["import pytest"] if "pytest.fail(" in text else [])]
    return "\n".join([*own, "", *others, ""])


def _groups(script: Script) -> list[list[Step]]:
    return [list(group) for _, group in groupby(script.steps, key=lambda step: step.group)]


def _steps(script: Script) -> Iterator[str]:
    if script.in_data:
        yield from (f"{INDENT}{line}" for line in _to_mend(say("exports.pytest.in-data"), script))
    for number, group in enumerate(_groups(script)):
        if number or script.in_data:
            yield ""
        written = _at_once(group, script) if len(group) > 1 else _step(group[0], script)
        yield from (f"{INDENT}{line}" if line else "" for line in written)


def _step(step: Step, script: Script) -> Iterator[str]:
    exchange, answer = step.exchange, f"answer_{step.number}"
    if exchange.request is not None:
        yield from _remarks(step, exchange.request, script)
        yield f"{answer} = client.request({_arguments(exchange.request, script)})"
        yield from _asserts(step, answer, script)
        for capture in step.captures:
            yield f"{capture.name} = {_taken(capture, answer)}"
    elif exchange.kind is ExchangeKind.RAW:
        if len(exchange.sent) in SHOWN:
            yield from _to_mend(say("exports.pytest.cut-bytes", count=len(exchange.sent)), script)
        yield f"{answer} = on_a_connection({_sending(step)})"
        yield from _raw_asserts(step, answer, script)
    else:
        yield from _event(step, script)
    if exchange.response is not None and exchange.response.header("set-cookie") is not None:
        yield "client.cookies.clear()"


def _sending(step: Step) -> str:
    exchange = step.exchange
    words = [repr(connection_of(exchange.label)), repr(exchange.sent)]
    pieces, then = pieces_of(exchange.label), end_of(exchange.label)
    words += [f"pieces={pieces}"] if pieces > 1 else []
    # What nobody read then stays for the step that does.
    words += ["reads=False"] if step.failure is None and not exchange.received else []
    return ", ".join([*words, *([f"then={then!r}"] if then else [])])


def _event(step: Step, script: Script) -> Iterator[str]:
    label = one_line(step.exchange.label)
    seconds = seconds_of_pause(label)
    if step.failure is not None:
        yield say("exports.failed", summary=one_line(step.failure.summary))
        yield from _unsaid(step.failure)
    elif seconds is not None:
        yield f"time.sleep({seconds:g})"
    elif script.failure is not None and label.startswith(DEEDS):
        # Without it the program may well do what is expected of it.
        yield _fail(say("exports.pytest.do-by-hand", number=step.number, label=label))
    else:
        yield say("exports.pytest.by-hand", number=step.number, label=label)


def _at_once(group: Sequence[Step], script: Script) -> Iterator[str]:
    steps = [step for step in group if step.exchange.request is not None]
    answers = f"answers_{group[0].number}"
    yield say("exports.pytest.at-once", count=len(steps))
    remarks = (_remarks(step, step.exchange.request, script) for step in steps if step.exchange.request is not None)
    yield from dict.fromkeys(chain.from_iterable(remarks))
    yield f"{answers} = at_once("
    calls = [_call(step.exchange.request, script) for step in steps if step.exchange.request is not None]
    if len(set(calls)) == 1:
        yield f"    [{calls[0]}] * {len(calls)}"
    else:
        yield from ("    [", *(f"        {call}," for call in calls), "    ]")
    yield ")"
    failed = next((step for step in steps if step.failure is not None), None)
    statuses = sorted(step.exchange.response.status for step in steps if step.exchange.response is not None)
    if failed is not None:
        yield from _asserts_together(failed, steps, answers, script)
    elif script.failure is None:
        yield f"assert sorted(answer.status_code for answer in {answers}) == {statuses}"
    elif script.is_proven(steps[0]):
        # How often each came is what the failure later on may be about.
        yield f"assert {{answer.status_code for answer in {answers}}} <= {set(statuses)}"
    for step in steps:
        yield from _taken_together(step, steps, answers)
    if any(step.exchange.response and step.exchange.response.header("set-cookie") is not None for step in steps):
        yield "client.cookies.clear()"


def _taken_together(step: Step, steps: Sequence[Step], answers: str) -> Iterator[str]:
    if not step.captures or step.exchange.response is None:
        return
    status = step.exchange.response.status
    # Another client may be the winner this time.
    alike = [each for each in steps if each.exchange.response and each.exchange.response.status == status]
    answer = f"[answer for answer in {answers} if answer.status_code == {status}][{alike.index(step)}]"
    for capture in step.captures:
        yield f"{capture.name} = {_taken(capture, answer)}"


def _remarks(step: Step, request: Request, script: Script) -> Iterator[str]:
    for value in dict.fromkeys(step.derived):
        yield from _to_mend(say("exports.pytest.derived", number=step.number, value=one_line(value[:40])), script)
    if request.body_size > len(request.body):
        yield from _to_mend(say("exports.pytest.cut-body", count=request.body_size), script)
    if TIDIED.search(request.target):
        yield say("exports.pytest.tidies")


def _call(request: Request, script: Script) -> str:
    return f"lambda: client.request({_arguments(request, script)})"


def _to_mend(message: str, script: Script) -> Iterator[str]:
    # Another request may well be answered as it should be.
    yield _fail(message) if script.failure is not None else f"# {message}"


def _arguments(request: Request, script: Script) -> str:
    words = [repr(request.method), _text(request.target, script)]
    headers, body = _framed(request, script)
    if headers:
        words.append("headers={" + ", ".join(f"{name!r}: {_text(value, script)}" for name, value in headers) + "}")
    if TIDIED.search(request.target):
        body.append(f"extensions={{'target': {_bytes(request.target.encode(), script)}}}")
    return ", ".join([*words, *body])


def _framed(request: Request, script: Script) -> tuple[Headers, list[str]]:
    """Return the headers to write and the argument that holds the body: JSON as JSON where that says the same."""
    headers = tuple(
        (name, value)
        for name, value in request.headers
        if name.lower() not in LEFT_OUT and (name.lower(), value) not in DEFAULT
    )
    if not request.body:
        return headers, []
    if any(name.lower() == "transfer-encoding" for name, _ in headers):
        rest = tuple((name, value) for name, value in headers if name.lower() != "transfer-encoding")
        return rest, [f"content=iter([{_bytes(request.body, script)}])"]
    content = json_of(request.body)
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    if content is not None and kind == "application/json" and request.body_size <= len(request.body):
        rest = tuple((name, value) for name, value in headers if name.lower() != "content-type")
        return rest, [f"json={_literal(content, script)}"]
    return headers, [f"content={_bytes(request.body, script)}"]


def _asserts(step: Step, answer: str, script: Script) -> Iterator[str]:
    response = step.exchange.response
    if step.failure is None:
        if response is not None and script.is_proven(step):
            yield f"assert {answer}.status_code == {response.status}"
        return
    yield say("exports.failed", summary=one_line(step.failure.summary))
    claims: list[Claim] = []
    if isinstance(step.expectation, Mapping):
        claims = [*claims_on_answer(step.expectation, step.exchange, answer, _writer(step, script))]
        if step.failure.cause is Cause.TIMEOUT and response is None:
            waited = math.floor(step.exchange.ended_ms - step.exchange.started_ms) / 1000
            claims.append(Claim(f"{answer}.elapsed.total_seconds() < {waited:g}", holds=False))
    yield from _said(claims)
    # Where no whole answer came, it is httpx that fails.
    if not failing(claims) and (response is not None or step.expectation is None):
        yield from _unsaid(step.failure)


def _asserts_together(failed: Step, steps: Sequence[Step], answers: str, script: Script) -> Iterator[str]:
    if failed.failure is None:
        return
    yield say("exports.failed", summary=one_line(failed.failure.summary))
    exchanges = [step.exchange for step in steps]
    lines, is_red = [], failed.exchange.response is None and failed.expectation is not None
    if isinstance(failed.expectation, Mapping):
        write = _writer(failed, script)
        each = [*claims_on_answer(_of_each(failed.expectation), failed.exchange, "answer", write)]
        together = [*claims_together(failed.expectation, exchanges, answers, write)]
        is_red = is_red or bool(failing([*each, *together]))
        said = [*_said(each)]
        lines = [f"for answer in {answers}:", *(f"    {line}" for line in said)] if said else []
        lines += [f"assert {claim.line}" for claim in together if claim.line and (claim.whole or not claim.holds)]
    yield from lines
    if not is_red:
        yield from _unsaid(failed.failure)


def _of_each(expectation: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what each of many answers had to meet; a check in Python looks at one after the other."""
    if not expectation.keys() & ACROSS:
        return expectation
    each: Mapping[str, Any] = expectation.get("each", {})
    return each


def _raw_asserts(step: Step, answer: str, script: Script) -> Iterator[str]:
    received = step.exchange.received
    if step.failure is None:
        line = received.partition(b"\n")[0]
        # A line with digits in it, such as a time, may be another one next time.
        if script.is_proven(step) and (line.startswith(b"HTTP/") or (line and not re.search(rb"\d", line))):
            yield f"assert {answer}.startswith({line!r})"
        return
    yield say("exports.failed", summary=one_line(step.failure.summary))
    claims: list[Claim] = []
    if isinstance(step.expectation, Mapping):
        claims = [*claims_on_bytes(step.expectation, step.exchange, answer, _writer(step, script))]
    yield from _said(claims)
    if not failing(claims):
        yield from _unsaid(step.failure)


def _said(claims: Sequence[Claim]) -> Iterator[str]:
    """Yield the asserts that the recorded answer fails, after the one of the status in any case."""
    shown = [claim for claim in claims if claim.line and (not claim.holds or ".status_code" in claim.line)]
    yield from dict.fromkeys(f"assert {claim.line}" for claim in shown)


def _unsaid(failure: Failure) -> Iterator[str]:
    expected = failure.expected or failure.summary
    yield _fail(say("exports.pytest.say-here", expected=one_line(expected)))


def _fail(message: str) -> str:
    return f"pytest.fail({message!r})"


def _writer(step: Step, script: Script) -> Write:
    """Return what writes an expected value: one of an earlier answer by its name."""

    def write(value: Any, name: str) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key!r}: {write(each, key)}" for key, each in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(write(each, name) for each in value) + "]"
        found = {slot: step.seen[slot].mark for slot in slots_in(value, name) if slot in step.seen}
        whole = next((slot for slot in found if slot.part == "body"), None)
        if whole is not None:
            word = step.seen[whole].name
            return f"str({word})" if isinstance(value, str) and _is_number(step.seen[whole], script) else word
        return _text(with_slots(Request("", value, ()), found).target, script) if found else repr(value)

    return write


def _is_number(capture: Capture, script: Script) -> bool:
    value = value_at(script.steps[capture.source.exchange].exchange.response, capture.source)
    return isinstance(value, int | float)


def _taken(capture: Capture, answer: str) -> str:
    source = capture.source
    if source.kind == "json":
        return f"{answer}.json()" + "".join(f"[{part!r}]" for part in source.path)
    if source.kind == "url":
        text = f"{answer}.json()" + "".join(f"[{part!r}]" for part in source.path)
        return f'{text}.rstrip("/").rpartition("/")[2]'
    if source.kind == "location":
        return f'{answer}.headers["location"].rstrip("/").rpartition("/")[2]'
    if source.kind == "cookie":
        # It may be the mistake that there is one.
        return f"{answer}.cookies.get({source.place.removeprefix('the cookie ')!r}, '')"
    return f"{answer}.headers[{source.place.removeprefix('the header ')!r}]"


def _text(text: str, script: Script) -> str:
    """Return text as a Python literal, an f-string where it holds captured values."""
    pieces = MARKED.split(text)
    if len(pieces) == 1:
        return repr(text)
    names = [script.captures[int(number)].name for number in pieces[1::2]]
    if pieces == ["", pieces[1], ""]:
        return f"str({names[0]})"
    shown = [json.dumps(piece, ensure_ascii=False)[1:-1] for piece in pieces[::2]]
    shown = [piece.replace("{", "{{").replace("}", "}}") for piece in shown]
    body = shown[0] + "".join(f"{{{name}}}{piece}" for name, piece in zip(names, shown[1:], strict=True))
    return f'f"{body}"'


def _literal(value: Any, script: Script) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_literal(each, script)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_literal(each, script) for each in value) + "]"
    whole = MARKED.fullmatch(value) if isinstance(value, str) else None
    return script.captures[int(whole[1])].name if whole else repr(value)


def _bytes(content: bytes, script: Script) -> str:
    text = content.decode("utf-8", "replace")
    return f"{_text(text, script)}.encode()" if MARKED.search(text) else repr(content)


def _in_docstring(text: str) -> str:
    return one_line(text).replace("\\", "\\\\").replace('"""', "'''")
