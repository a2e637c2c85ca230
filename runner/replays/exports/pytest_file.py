"""A check as a pytest file that a learner keeps: plain httpx, the address from the environment."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from runner.evidence import ExchangeKind, Failure, Headers, Request
from runner.replays.slots import json_of
from runner.replays.templates import MARKED, Capture, Script, Step, one_line
from runner.words import say

LEFT_OUT = frozenset({"host", "content-length", "connection", "user-agent", "accept-encoding", "accept"})
INDENT = " " * 8

HEAD = '''"""{title}

{about}
"""

import os
{imports}
import httpx

BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
'''
RAW = '''

def on_a_connection(content):
    """{what}"""
    address = urlsplit(BASE_URL)
    with socket.create_connection((address.hostname, address.port), timeout=5) as connection:
        connection.sendall(content)
        connection.settimeout(1)
        received = b""
        try:
            while piece := connection.recv(65536):
                received += piece
        except TimeoutError:
            pass
        return received
'''


def render_pytest(script: Script) -> str:
    """Return the test file."""
    lines = [*_steps(script)] or [f"{INDENT}pass"]
    about = say("exports.pytest.about", check=script.check, kata=script.kata)
    text = HEAD.format(title=_in_docstring(script.title), about=about, imports=_imports(script))
    if _has_raw(script):
        text += RAW.format(what=say("exports.pytest.raw"))
    text += f"\n\ndef test_{script.word}():\n    with httpx.Client(base_url=BASE_URL, timeout=10) as client:\n"
    return text + "\n".join(lines) + "\n"


def _imports(script: Script) -> str:
    lines = ["import socket"] if _has_raw(script) else []
    if any(len(group) > 1 for group in _groups(script)):
        lines.append("from concurrent.futures import ThreadPoolExecutor")
    if _has_raw(script):
        lines.append("from urllib.parse import urlsplit")
    return "".join(f"{line}\n" for line in lines)


def _has_raw(script: Script) -> bool:
    return any(step.exchange.kind is ExchangeKind.RAW for step in script.steps)


def _groups(script: Script) -> list[list[Step]]:
    return [list(group) for _, group in groupby(script.steps, key=lambda step: step.group)]


def _steps(script: Script) -> Iterator[str]:
    for number, group in enumerate(_groups(script)):
        if number:
            yield ""
        written = _at_once(group, script) if len(group) > 1 else _step(group[0], script)
        yield from (f"{INDENT}{line}" if line else "" for line in written)


def _step(step: Step, script: Script) -> Iterator[str]:
    exchange, answer = step.exchange, f"answer_{step.number}"
    if exchange.request is not None:
        yield from _remarks(exchange.request)
        yield f"{answer} = client.request({_arguments(exchange.request, script)})"
        yield from _asserts(step, answer)
        for capture in step.captures:
            yield f"{capture.name} = {_taken(capture, answer)}"
    elif exchange.kind is ExchangeKind.RAW:
        yield f"{answer} = on_a_connection({exchange.sent!r})"
        yield from _raw_asserts(step, answer)
    else:
        yield say("exports.pytest.by-hand", number=step.number, label=one_line(exchange.label))


def _at_once(group: Sequence[Step], script: Script) -> Iterator[str]:
    calls = [step.exchange.request for step in group if step.exchange.request is not None]
    first = group[0].number
    yield say("exports.pytest.at-once", count=len(calls))
    yield f"calls_{first} = ["
    for call in calls:
        yield f"    lambda: client.request({_arguments(call, script)}),"
    yield "]"
    yield f"with ThreadPoolExecutor(max_workers={len(calls)}) as clients:"
    yield f"    answers_{first} = list(clients.map(lambda call: call(), calls_{first}))"
    statuses = sorted(step.exchange.response.status for step in group if step.exchange.response is not None)
    failed = next((step.failure for step in group if step.failure is not None), None)
    if failed is None:
        yield f"assert sorted(answer.status_code for answer in answers_{first}) == {statuses}"
    else:
        yield say("exports.failed", summary=one_line(failed.summary))
        yield f"assert sorted(answer.status_code for answer in answers_{first}) != {statuses}"


def _remarks(request: Request) -> Iterator[str]:
    if request.body_size > len(request.body):
        yield say("exports.pytest.cut-body", count=request.body_size)
    if re.search(r"/\.{1,2}(/|$|\?)", request.target):
        yield say("exports.pytest.tidies")


def _arguments(request: Request, script: Script) -> str:
    words = [repr(request.method), _text(request.target, script)]
    headers, body = _framed(request, script)
    if headers:
        words.append("headers={" + ", ".join(f"{name!r}: {_text(value, script)}" for name, value in headers) + "}")
    return ", ".join([*words, *body])


def _framed(request: Request, script: Script) -> tuple[Headers, list[str]]:
    """Return the headers to write and the argument that holds the body: JSON as JSON where that says the same."""
    headers = tuple((name, value) for name, value in request.headers if name.lower() not in LEFT_OUT)
    if not request.body:
        return headers, []
    content = json_of(request.body)
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    if content is not None and kind == "application/json" and request.body_size <= len(request.body):
        rest = tuple((name, value) for name, value in headers if name.lower() != "content-type")
        return rest, [f"json={_literal(content, script)}"]
    return headers, [f"content={_bytes(request.body, script)}"]


def _asserts(step: Step, answer: str) -> Iterator[str]:
    response = step.exchange.response
    if step.failure is None:
        if response is not None:
            yield f"assert {answer}.status_code == {response.status}"
        return
    failure = step.failure
    yield say("exports.failed", summary=one_line(failure.summary))
    wanted = _wanted(failure, answer)
    if wanted:
        yield f"assert {wanted}"
    else:
        yield say("exports.pytest.expected", expected=one_line(failure.expected or failure.summary))
        yield f"assert {answer}.is_success" if response is None else f"assert {answer}.status_code == {response.status}"


def _wanted(failure: Failure, answer: str) -> str:
    """Return the failed expectation as Python, where it is one that can be said so."""
    kind, _, place = failure.where.partition(" ")
    status = re.match(r"(\d{3})\b", failure.expected)
    if kind == "status" and status:
        return f"{answer}.status_code == {status[1]}"
    if kind == "json" and re.fullmatch(r"\$(\.\w+|\[-?\d+\])*", place):
        keys = "".join(
            f"[{name!r}]" if name else f"[{index}]" for name, index in re.findall(r"\.(\w+)|\[(-?\d+)\]", place)
        )
        try:
            return f"{answer}.json(){keys} == {json.loads(failure.expected)!r}"
        except ValueError:
            return ""
    return ""


def _raw_asserts(step: Step, answer: str) -> Iterator[str]:
    if step.failure is not None:
        yield say("exports.failed", summary=one_line(step.failure.summary))
        yield say("exports.pytest.expected", expected=one_line(step.failure.expected or step.failure.summary))
        yield f"assert {answer}"
    elif step.exchange.received:
        line = step.exchange.received.partition(b"\n")[0]
        yield f"assert {answer}.startswith({line!r})"


def _taken(capture: Capture, answer: str) -> str:
    source = capture.source
    if source.kind == "json":
        return f"{answer}.json()" + "".join(f"[{part!r}]" for part in source.path)
    if source.kind == "location":
        return f'{answer}.headers["location"].rstrip("/").rpartition("/")[2]'
    if source.kind == "cookie":
        return f"{answer}.cookies[{source.place.removeprefix('the cookie ')!r}]"
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
