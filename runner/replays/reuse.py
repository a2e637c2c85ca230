"""Which values of a request came from an earlier answer, as far as the evidence makes that plain (pure).

A new run draws new tokens and new ids, so that a request sent exactly as recorded would ask for what is not there. A
value counts as the server's when it stands in an answer before, and

- is long, and the client had not sent it itself before that answer; or
- stands in the answer under a name of an identifier (`id`, `note_id`, `token`), or is where `Location` leads, and
  stands in the request in the path or under such a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from runner.evidence import Exchange, Request, Response
from runner.replays.slots import OWN_HEADERS, Path, Slot, json_leaves, json_of, json_path, slots_of, with_slots
from runner.words import say

LONG = 8
IDENTIFIER = re.compile(r"(^|[_-])(id|uuid|token|key|slug|code|etag|cursor)$|[a-z](Id|Token|Key)$", re.IGNORECASE)
SECRETS = frozenset({"authorization", "cookie"})
DULL_HEADERS = OWN_HEADERS | {"date", "server", "cache-control", "vary", "keep-alive", "allow", "content-language"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where in which answer a value stands: a JSON path, a header, a cookie, or the end of `Location`."""

    exchange: int
    kind: str  # json, header, cookie or location
    place: str
    path: Path = ()

    @property
    def is_identifier(self) -> bool:
        """Tell whether the value is named as one that says which thing is meant."""
        name = next((part for part in reversed(self.path) if isinstance(part, str)), self.place)
        return self.kind in {"location", "cookie"} or bool(IDENTIFIER.search(name))


@dataclass(frozen=True, slots=True)
class Reuse:
    """A value of a request that came from an earlier answer."""

    exchange: int
    slot: Slot
    sources: tuple[Source, ...]  # the earliest first


def reuses_of(exchanges: Sequence[Exchange]) -> tuple[Reuse, ...]:
    """Return every value that a request took from an answer before it."""
    reuses: list[Reuse] = []
    known: dict[str, list[Source]] = {}
    sent: list[str] = []  # everything the clients wrote themselves so far
    for index, exchange in enumerate(exchanges):
        if exchange.request is None:
            continue
        reuses += _in_request(index, exchange.request, known)
        sent += [slot.text for slot in slots_of(exchange.request)]
        if exchange.response is None:
            continue
        for source, value in values_of(index, exchange.response):
            if source.is_identifier or (len(value) >= LONG and not any(value in text for text in sent)):
                known.setdefault(value, []).append(source)
    return tuple(reuses)


def values_of(index: int, response: Response) -> Iterator[tuple[Source, str]]:
    """Yield the values of an answer that a later request may use."""
    for name, value in response.headers:
        yield from _in_header(index, name.lower(), value)
    for path, leaf in json_leaves(json_of(response.body)):
        text = leaf if isinstance(leaf, str) else str(leaf)
        if text:
            yield Source(index, "json", json_path(path), path), text


def value_at(response: Response | None, source: Source) -> Any:
    """Return what a new answer has at the place of a source, or None."""
    if response is None:
        return None
    if source.kind == "json":
        found = dict(json_leaves(json_of(response.body)))
        return found.get(source.path)
    return next((value for each, value in values_of(source.exchange, response) if each == source), None)


def refilled(
    request: Request, reuses: Sequence[Reuse], answers: Mapping[int, Response | None]
) -> tuple[Request, list[str]]:
    """Return a request with the values of the new answers, and remarks on those that the new answers lack."""
    changes: dict[Slot, Any] = {}
    remarks: list[str] = []
    for reuse in reuses:
        found = (value_at(answers.get(source.exchange), source) for source in reuse.sources)
        value = next((each for each in found if each is not None), None)
        if value is None:
            source = reuse.sources[0]
            remarks.append(
                say(
                    "replays.no-such-value",
                    method=request.method,
                    target=request.target,
                    value=reuse.slot.text[:40],
                    place=_in_words(source),
                    number=source.exchange + 1,
                )
            )
        else:
            changes[reuse.slot] = value
    return with_slots(request, changes), remarks


def _in_words(source: Source) -> str:
    if source.kind == "cookie":
        return say("replays.the-cookie", name=source.place.removeprefix("the cookie "))
    if source.kind == "header":
        return say("replays.the-header", name=source.place.removeprefix("the header "))
    return source.place


def unexplained(request: Request, reuses: Sequence[Reuse]) -> list[str]:
    """Return a remark for each long secret of a request that stands in no earlier answer."""
    known = {reuse.slot for reuse in reuses}
    names = [
        slot.name
        for slot in slots_of(request)
        if slot.part == "header" and slot.name.lower() in SECRETS and len(slot.text) >= LONG and slot not in known
    ]
    is_made_by_client = any(value.lower().startswith(("basic ", "digest ")) for _, value in request.headers)
    return [
        say("replays.sent-as-recorded", method=request.method, target=request.target, name=name)
        for name in dict.fromkeys(names)
        if not (is_made_by_client and name.lower() == "authorization")
    ]


def _in_request(index: int, request: Request, known: Mapping[str, Sequence[Source]]) -> Iterator[Reuse]:
    for slot in slots_of(request):
        fitting = tuple(source for source in known.get(slot.text, ()) if _fits(slot, source))
        if fitting:
            yield Reuse(index, slot, fitting)


def _fits(slot: Slot, source: Source) -> bool:
    if len(slot.text) >= LONG or slot.part == "header":
        return True
    names_a_thing = (slot.part == "target" and not slot.name) or bool(IDENTIFIER.search(slot.name))
    return source.is_identifier and names_a_thing


def _in_header(index: int, name: str, value: str) -> Iterator[tuple[Source, str]]:
    if name == "location":
        path = urlsplit(value).path
        last = path.rstrip("/").rpartition("/")[2]
        if last:
            yield Source(index, "location", "Location"), last
    elif name == "set-cookie":
        pair = value.partition(";")[0]
        key, _, text = pair.partition("=")
        if text.strip():
            yield Source(index, "cookie", f"the cookie {key.strip()}"), text.strip()
    elif name not in DULL_HEADERS:
        yield Source(index, "header", f"the header {name}"), value
