"""The exchanges of a check: a picture of who spoke to whom, and every message in full beside it."""

from __future__ import annotations

from collections.abc import Sequence

from runner.evidence import Exchange, ExchangeKind, Headers
from runner.reporters.html.elements import block, element, text
from runner.words import say

MOST_DRAWN = 12
CLIENT, SERVER, STEP, TOP = 60, 540, 44, 34
LONGEST_LABEL = 56


def render_exchanges(exchanges: Sequence[Exchange], failing: int) -> str:
    """Return the picture and the list of a check's exchanges."""
    items = "".join(
        element("li", _exchange(exchange), **({"aria-current": "true"} if index == failing else {}))
        for index, exchange in enumerate(exchanges)
    )
    return _picture(exchanges, failing) + element("ol", items, class_="exchanges")


def _exchange(exchange: Exchange) -> str:
    took = say("html.took", ms=exchange.ended_ms - exchange.started_ms)
    head = element("p", text(_title(exchange) + took))
    if exchange.kind is ExchangeKind.RAW:
        return head + _two(
            block(exchange.sent, say("html.bytes-sent")), block(exchange.received, say("html.bytes-received")), exchange
        )
    if exchange.request is None:
        return head + (element("p", text(exchange.fault)) if exchange.fault else "")
    request, response = exchange.request, exchange.response
    sent = block(_message(f"{request.method} {request.target}", request.headers, request.body), say("html.request"))
    came = (
        block(_message(f"{response.status} {response.reason}", response.headers, response.body), say("html.answer"))
        if response
        else element("p", say("html.no-answer"))
    )
    curl = element("details", element("summary", say("html.send-again")) + block(exchange.as_curl(), say("html.curl")))
    return head + _two(sent, came, exchange) + curl


def _two(sent: str, came: str, exchange: Exchange) -> str:
    fault = element("p", text(exchange.fault), class_="failed") if exchange.fault else ""
    left = element("div", element("h4", say("html.sent")) + sent)
    right = element("div", element("h4", say("html.answered")) + came + fault)
    return element("div", left + right, class_="two")


def _message(first: str, headers: Headers, body: bytes) -> bytes:
    lines = [first, *(f"{name}: {value}" for name, value in headers)]
    head = "\n".join(lines).encode("utf-8", "surrogateescape")
    return head + b"\n\n" + body if body else head


def _title(exchange: Exchange) -> str:
    label = exchange.label
    if exchange.request is not None:
        answer = str(exchange.response.status) if exchange.response else say("html.no-answer.short")
        label = f"{exchange.request.method} {exchange.request.target} \N{RIGHTWARDS ARROW} {answer}"
    return say("html.client", number=exchange.client, label=label) if exchange.client else label


def _picture(exchanges: Sequence[Exchange], failing: int) -> str:
    drawn = exchanges[:MOST_DRAWN]
    if not drawn:
        return ""
    height = TOP + STEP * len(drawn) + 10
    lanes = "".join(
        f'<text x="{x}" y="16" text-anchor="middle">{name}</text><line x1="{x}" y1="24" x2="{x}" y2="{height}"/>'
        for x, name in ((CLIENT, say("html.test-client")), (SERVER, say("html.your-server")))
    )
    arrows = "".join(
        _arrows(exchange, TOP + STEP * index, "wrong" if index == failing else "right")
        for index, exchange in enumerate(drawn)
    )
    is_whole = len(exchanges) == len(drawn)
    label = say("html.picture") if is_whole else say("html.picture.part", count=MOST_DRAWN)
    return element("svg", lanes + arrows, viewBox=f"0 0 600 {height}", role="img", aria_label=label)


def _arrows(exchange: Exchange, y: int, mark: str) -> str:
    there = _arrow(CLIENT, SERVER, y + 14, _asked(exchange))
    back = _arrow(SERVER, CLIENT, y + 34, _answered(exchange)) if _answered(exchange) else ""
    return element("g", there + back, class_=mark)


def _arrow(start: int, end: int, y: int, label: str) -> str:
    tip = -8 if end > start else 8
    return (
        f'<line class="arrow" x1="{start}" y1="{y}" x2="{end + tip}" y2="{y}"/>'
        f'<path class="head" d="M{end} {y} l{tip} -5 v10 z"/>'
        f'<text x="300" y="{y - 4}" text-anchor="middle">{text(label[:LONGEST_LABEL])}</text>'
    )


def _asked(exchange: Exchange) -> str:
    if exchange.request is not None:
        return f"{exchange.request.method} {exchange.request.target}"
    return exchange.sent.decode("utf-8", "surrogateescape") if exchange.sent else exchange.label


def _answered(exchange: Exchange) -> str:
    if exchange.response is not None:
        return f"{exchange.response.status} {exchange.response.reason}"
    return exchange.received.decode("utf-8", "surrogateescape") or exchange.fault
