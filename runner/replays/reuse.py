"""Which values of a request came from an earlier answer, as far as the evidence makes that plain (pure).

A new run draws new tokens and new ids, so that a request sent exactly as recorded would ask for what is not there. A
value counts as the server's when it stands in an answer before, and

- is long, and the client had not sent it itself before that answer; or
- stands in the answer under a name of an identifier (`id`, `note_id`, `token`), or is where `Location` leads, and
  stands in the request in the path or under such a name; or
- is the identifier of what a POST has made, and stands in the request under the name of its collection
  (`{"event": 12}` after `POST /events`) or of a role (`owner`, `from`).

The value alone proves nothing: a quantity of 3 is no order 3, however many orders there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from runner.evidence import Exchange, Request, Response
from runner.replays.groups import groups_of
from runner.replays.slots import OWN_HEADERS, Path, Slot, json_leaves, json_of, json_path, slots_of, with_slots
from runner.words import say

LONG = 8
SUCCESS = 2
PART = 12  # so many letters of a value that stand in another one are no chance
JWT = re.compile(r"eyJ[\w-]+\.[\w-]+\.")
IDENTIFIER = re.compile(r"(^|[_-])(id|uuid|token|key|slug|code|etag|cursor)s?$|[a-z](Id|Token|Key)s?$", re.IGNORECASE)
# What is a thing or a person without the word `id`, whatever the collection is called.
ROLE = re.compile(
    r"(owner|user|author|creator|account|customer|member|sender|receiver|recipient|assignee|parent|from|to)s?",
    re.IGNORECASE,
)
WHERE = re.compile(r"(https?://[^/\s]+)?/\S*")
BOUNDS = frozenset({"from", "to"})  # of a range, in a query
SECRETS = frozenset({"authorization", "cookie"})
DULL_HEADERS = OWN_HEADERS | {"date", "server", "cache-control", "vary", "keep-alive", "allow", "content-language"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where in which answer a value stands: a JSON path, a header, a cookie, or the end of `Location` or of a URL."""

    exchange: int
    kind: str  # json, header, cookie, location or url
    place: str
    path: Path = ()

    @property
    def is_identifier(self) -> bool:
        """Tell whether the value is named as one that says which thing is meant."""
        name = next((part for part in reversed(self.path) if isinstance(part, str)), self.place)
        return self.kind in {"location", "cookie", "url"} or bool(IDENTIFIER.search(name))


@dataclass(frozen=True, slots=True)
class Reuse:
    """A value of a request that came from an earlier answer."""

    exchange: int
    slot: Slot
    sources: tuple[Source, ...]  # the earliest first


class Known:
    """The values that a client has seen so far, with the answers that they stand in."""

    def __init__(self) -> None:
        self._found: dict[str, list[_Found]] = {}
        self._sent: list[str] = []  # everything the clients wrote themselves so far

    def sources(self, slot: Slot) -> tuple[Source, ...]:
        """Return where the value of a slot came from, the likeliest and then the earliest first."""
        fitting = [found for found in self._found.get(slot.text, ()) if _fits(slot, found)]
        # Two kinds of things may have the same number: then the name of the slot tells which is meant.
        fitting.sort(key=lambda found: not _names(slot.name or slot.after, found.kind_of_thing))
        return tuple(found.source for found in fitting)

    def has_made(self, slot: Slot) -> bool:
        """Tell whether a secret is made from one of an answer: a token with another end, or a JWT of our own."""
        is_secret = slot.part == "header" or IDENTIFIER.search(slot.name) is not None
        if not is_secret or len(slot.text) < LONG or self._found.get(slot.text):
            return False
        pieces = (piece for value in self._found if len(value) >= PART for piece in (value[:PART], value[-PART:]))
        return bool(JWT.match(slot.text)) or any(piece in slot.text for piece in pieces)

    def add(self, index: int, exchange: Exchange) -> None:
        """Take in an answer."""
        request, response = exchange.request, exchange.response
        if request is None or response is None:
            return
        # A program that makes things may answer 200 instead of 201, which a check then calls wrong.
        is_made = request.method == "POST" and response.status // 100 == SUCCESS
        kind = kind_of_thing(request.target) if is_made else ""
        for source, value in values_of(index, response):
            if source.kind == "url":
                is_ours = any(f"/{value}" in text for text in self._sent)  # an address that the client wrote itself
            else:
                is_ours = not source.is_identifier and (len(value) < LONG or any(value in text for text in self._sent))
            if not is_ours:
                self._found.setdefault(value, []).append(_Found(source, kind))

    def note_sent(self, request: Request) -> None:
        """Take in what a client wrote."""
        self._sent += [slot.text for slot in slots_of(request)]


@dataclass(frozen=True, slots=True)
class _Found:
    source: Source
    kind_of_thing: str  # `event` where a request to /events made one


def reuses_of(exchanges: Sequence[Exchange]) -> tuple[Reuse, ...]:
    """Return every value that a request took from an answer before it."""
    reuses: list[Reuse] = []
    known = Known()
    for group in groups_of(exchanges):
        for index in group:
            request = exchanges[index].request
            if request is not None:
                reuses += _in_request(index, request, known)
        see(group, exchanges, known)
    return tuple(reuses)


def derived_of(exchanges: Sequence[Exchange]) -> Mapping[int, tuple[str, ...]]:
    """Return the values of each request that were made from those of earlier answers, and so cannot be taken anew."""
    known, found = Known(), {}
    for group in groups_of(exchanges):
        for index in group:
            request = exchanges[index].request
            if request is not None:
                found[index] = tuple(slot.text for slot in slots_of(request) if known.has_made(slot))
        see(group, exchanges, known)
    return found


def known_before(exchanges: Sequence[Exchange], index: int) -> Known:
    """Return what the clients knew when an exchange began."""
    known = Known()
    for group in groups_of(exchanges):
        if index in group:
            break
        see(group, exchanges, known)
    return known


def see(group: Sequence[int], exchanges: Sequence[Exchange], known: Known) -> None:
    """Take in exchanges that were made at once: none of them knew the answer of another."""
    for index in group:
        request = exchanges[index].request
        if request is not None:
            known.note_sent(request)
    for index in group:
        known.add(index, exchanges[index])


def kind_of_thing(target: str) -> str:
    """Return the name of the collection that a target leads to, as it is for one thing: `/api/events` is of `event`."""
    return _singular(urlsplit(target).path.rstrip("/").rpartition("/")[2])


def _names(name: str, kind: str) -> bool:
    return bool(kind) and _singular(name) == kind


def _singular(word: str) -> str:
    letters = re.sub(r"[^a-z]", "", word.lower())
    letters = letters.removesuffix("ids").removesuffix("id") or letters
    return re.sub(r"(?<=[a-z]{2})(ies|y|es|s)$", "", letters)


def values_of(index: int, response: Response) -> Iterator[tuple[Source, str]]:
    """Yield the values of an answer that a later request may use."""
    for name, value in response.headers:
        yield from _in_header(index, name.lower(), value)
    for path, leaf in json_leaves(json_of(response.body)):
        text = leaf if isinstance(leaf, str) else str(leaf)
        if text:
            yield Source(index, "json", json_path(path), path), text
        if isinstance(leaf, str) and WHERE.fullmatch(leaf) and _last(leaf):
            yield Source(index, "url", json_path(path), path), _last(leaf)


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


def _in_request(index: int, request: Request, known: Known) -> Iterator[Reuse]:
    for slot in slots_of(request):
        sources = known.sources(slot)
        if sources:
            yield Reuse(index, slot, sources)


def _fits(slot: Slot, found: _Found) -> bool:
    if len(slot.text) >= LONG or slot.part == "header":
        return True
    if not found.source.is_identifier:
        return False
    names_a_thing = (slot.part == "target" and not slot.name) or bool(IDENTIFIER.search(slot.name))
    may_have_role = slot.part == "body" or slot.name not in BOUNDS
    has_role = may_have_role and bool(found.kind_of_thing) and ROLE.fullmatch(slot.name) is not None
    return names_a_thing or has_role or _names(slot.name, found.kind_of_thing)


def _in_header(index: int, name: str, value: str) -> Iterator[tuple[Source, str]]:
    if name == "location":
        if _last(value):
            yield Source(index, "location", "Location"), _last(value)
    elif name == "set-cookie":
        pair = value.partition(";")[0]
        key, _, text = pair.partition("=")
        if text.strip():
            yield Source(index, "cookie", f"the cookie {key.strip()}"), text.strip()
    elif name not in DULL_HEADERS:
        yield Source(index, "header", f"the header {name}"), value


def _last(address: str) -> str:
    """Return the last part of the path of an address."""
    try:
        return urlsplit(address).path.rstrip("/").rpartition("/")[2]
    except ValueError:  # a host such as `[`
        return ""
