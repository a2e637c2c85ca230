"""A check as a shell script of curl lines."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from runner.evidence import Exchange, ExchangeKind
from runner.replays.templates import MARKED, Capture, Script, Step, ended_in, one_line
from runner.words import say

BODY = """'import json, sys; print(json.loads(sys.stdin.read().replace("\\r", "").split("\\n\\n", 1)[1]){keys})'"""


def render_curl(script: Script) -> str:
    """Return the script; PORT says where the server is."""
    lines = [
        "#!/bin/sh",
        f"# {one_line(script.title)}",
        say("exports.curl.about", check=script.check, kata=script.kata),
        say("exports.curl.start", kata=script.kata, start=one_line(script.start)),
        say("exports.curl.port"),
    ]
    if script.in_data:
        lines.append(say("exports.in-data"))
    for step in script.steps:
        lines += ["", *_step(step, script)]
    return "\n".join(lines) + "\n"


def _step(step: Step, script: Script) -> Iterator[str]:
    exchange = step.exchange
    yield f"# {step.number}: {one_line(_head(exchange, script))}"
    if step.failure is not None:
        yield say("exports.failed-expected", expected=one_line(step.failure.expected or step.failure.summary))
    if exchange.request is not None:
        yield from _request(step, script)
    elif exchange.kind is ExchangeKind.RAW and exchange.sent:
        yield f'{_printf(exchange.sent)} | nc 127.0.0.1 "$PORT"'


def _head(exchange: Exchange, script: Script) -> str:
    if exchange.kind is ExchangeKind.EVENT:
        return say("exports.curl.by-hand", label=exchange.label)
    what = exchange.label
    if exchange.request:
        what = named(f"{exchange.request.method} {exchange.request.target}", script, "${name}")
    ended = ended_in(exchange)
    return f"{what} -> {ended}" if ended else what


def _request(step: Step, script: Script) -> Iterator[str]:
    command = _in_shell(step.exchange.as_curl(), script).replace("curl -i", "curl -s -i", 1)
    if not step.captures:
        yield f"{command}; echo"  # a body need not end with a line
        return
    yield f"ANSWER=$({command})"
    yield 'printf "%s\\n" "$ANSWER"'
    for capture in step.captures:
        yield f'{_variable(capture)}=$(printf "%s" "$ANSWER" | {_taken(capture)})'


def _in_shell(line: str, script: Script) -> str:
    for capture in script.captures:
        variable = _variable(capture)
        if re.fullmatch(r"-?\d+(\.\d+)?", capture.recorded):
            line = line.replace(f'"{capture.mark}"', capture.mark)
        head, base, target = line.rpartition(' "http://')
        # The words before the address stand in single quotes, the address in double ones.
        head = head.replace(capture.mark, f"'\"${variable}\"'").replace(f"\"${variable}\"''", f'"${variable}"')
        line = head + base + target.replace(capture.mark, f"${{{variable}}}")
    return line


def _taken(capture: Capture) -> str:
    source = capture.source
    if source.kind == "json":
        return "python3 -c " + BODY.format(keys="".join(f"[{_key(part)}]" for part in source.path))
    if source.kind == "url":
        keys = "".join(f"[{_key(part)}]" for part in source.path)
        return "python3 -c " + BODY.format(keys=f'{keys}.rstrip("/").rpartition("/")[2]')
    if source.kind == "location":
        return "tr -d '\\r' | grep -i '^location:' | sed 's#.*/##'"
    if source.kind == "cookie":
        name = source.place.removeprefix("the cookie ")
        return f"tr -d '\\r' | grep -i {shlex.quote(f'^set-cookie: *{name}=')} | sed 's/^[^=]*=//; s/;.*//'"
    name = source.place.removeprefix("the header ")
    return f"tr -d '\\r' | grep -i {shlex.quote(f'^{name}:')} | cut -d' ' -f2-"


def _key(part: str | int) -> str:
    # Inside single quotes of the shell: double ones for Python, and none of the shell's own.
    if isinstance(part, int):
        return str(part)
    return '"' + part.replace("\\", "\\\\").replace('"', '\\"').replace("'", "\\x27") + '"'


def _variable(capture: Capture) -> str:
    return capture.name.upper()


def _printf(content: bytes) -> str:
    # As numbers, whatever could mean something to printf; printable ASCII stays readable.
    readable = range(ord(" "), 127)
    shown = "".join(chr(byte) if byte in readable and byte not in b"\\%" else f"\\{byte:03o}" for byte in content)
    return f"printf {shlex.quote(shown)}"


def named(text: str, script: Script, pattern: str) -> str:
    """Return text with the names of captured values in the places of their marks."""
    return MARKED.sub(lambda found: pattern.replace("name", script.captures[int(found[1])].name), text)
