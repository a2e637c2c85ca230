"""A check as a `.http` file for the REST clients of editors."""

from __future__ import annotations

from collections.abc import Iterator

from runner.evidence import ExchangeKind, Request
from runner.replays.templates import Capture, Script, Step, ended_in, one_line
from runner.words import say

# What the editor's client writes itself.
LEFT_OUT = frozenset({"host", "content-length", "connection", "user-agent", "accept-encoding", "transfer-encoding"})


def render_http(script: Script) -> str:
    """Return the file; its first line says where the server is."""
    lines = [
        "@base = http://127.0.0.1:8000",
        "",
        f"# {one_line(script.title)}",
        say("exports.http.about", check=script.check, kata=script.kata),
        say("exports.http.start", kata=script.kata, start=one_line(script.start)),
    ]
    if script.in_data:
        lines.append(say("exports.in-data"))
    if any(map(_is_referable, script.captures)):
        lines.append(say("exports.http.filled-in"))
    for step in script.steps:
        lines += ["", *_step(step, script)]
    return "\n".join(lines) + "\n"


def _step(step: Step, script: Script) -> Iterator[str]:
    exchange = step.exchange
    if exchange.request is None:
        what = say("exports.http.raw") if exchange.kind is ExchangeKind.RAW else say("exports.http.by-hand")
        # Between two requests some clients take what has no ### of its own for the end of the body before it.
        yield f"### {step.number}: {one_line(exchange.label)} ({what})"
        return
    request = exchange.request
    yield f"### {step.number}: {one_line(_filled(f'{request.method} {request.target}', script))}"
    yield f"# @name step{step.number}"
    yield say("exports.http.in-the-test", answer=one_line(ended_in(exchange)))
    if step.failure is not None:
        yield say("exports.failed-expected", expected=one_line(step.failure.expected or step.failure.summary))
    yield f"{request.method} {{{{base}}}}{one_line(_filled(request.target, script))}"
    for name, value in request.headers:
        if name.lower() not in LEFT_OUT and value != "*/*":
            yield f"{name}: {one_line(_filled(value, script))}"
    yield from _body(request, script)


def _body(request: Request, script: Script) -> Iterator[str]:
    if not request.body:
        return
    try:
        text = request.body.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if not text or request.body_size > len(request.body) or "\n###" in f"\n{text}":
        yield say("exports.http.no-body", count=max(request.body_size, len(request.body)))
        return
    for capture in script.captures:
        if _is_number(capture):
            text = text.replace(f'"{capture.mark}"', capture.mark)
    yield from ("", _filled(text, script))


def _filled(text: str, script: Script) -> str:
    for capture in script.captures:
        text = text.replace(capture.mark, _reference(capture))
    return text


def _reference(capture: Capture) -> str:
    source = capture.source
    step = f"step{source.exchange + 1}"
    if source.kind == "json":
        return f"{{{{{step}.response.body.{source.place}}}}}"
    if source.kind == "header":
        return f"{{{{{step}.response.headers.{source.place.removeprefix('the header ')}}}}}"
    return capture.recorded


def _is_referable(capture: Capture) -> bool:
    return capture.source.kind in {"json", "header"}


def _is_number(capture: Capture) -> bool:
    return capture.recorded.lstrip("-").replace(".", "", 1).isdigit()
