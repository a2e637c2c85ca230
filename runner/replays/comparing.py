"""What a replayed answer is at the place where the check failed (pure)."""

from __future__ import annotations

from runner.evidence import Exchange, Response
from runner.exchanges.json_path import PathError, PathMissing, find
from runner.exchanges.json_text import show
from runner.replays.slots import json_of
from runner.words import say


def seen_at(where: str, exchange: Exchange) -> str:
    """Return what an exchange has at the place of a failure: `status`, `header NAME`, `json PATH`, or the answer."""
    response = exchange.response
    if response is None:
        return exchange.fault or (
            say("replays.no-answer") if exchange.request else say("replays.bytes", count=len(exchange.received))
        )
    kind, _, place = where.partition(" ")
    if kind == "header" and place:
        return response.header(place) or say("replays.no-such-header")
    if kind == "json" and place.startswith("$"):
        return _json_at(response, place)
    return f"{response.status} {response.reason}".rstrip()


def _json_at(response: Response, place: str) -> str:
    content = json_of(response.body)
    if content is None:
        return say("replays.no-json")
    try:
        return show(find(place, content))
    except PathMissing:
        return say("replays.missing")
    except PathError:
        return "?"
