"""Read one HTTP answer from a connection, within bounds; every fault in plain words."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import h11

from runner.evidence import Cause, Response, Symptom
from runner.exchanges.connection import Connection
from runner.exchanges.deadlines import Deadline, in_words
from runner.exchanges.differences import quote_bytes
from runner.exchanges.faults import Closed, Fault
from runner.words import say, say_many

HEAD_CAP: Final = 64 * 1024
BODY_CAP: Final = 10 * 1024 * 1024
MOST_INTERIM: Final = 20
BEGINNING: Final = b"HTTP/"
HEAD_END: Final = re.compile(rb"\n\r?\n")
BARE_LF: Final = re.compile(rb"(?<!\r)\n")
SHORT_BODY: Final = re.compile(r"received (\d+) bytes, expected (\d+)")
# Bytes after an answer that may have no body come a moment later when the server writes head and body apart.
LINGER: Final = 0.15
BODILESS: Final = (204, 304)
PARTIAL: Final = 206  # its body is a piece of something, and ends anywhere
FIRST_REFUSAL: Final = 400
GZIP_BEGINNING: Final = b"\x1f\x8b"


class Moment(Enum):
    """How far an answer has come."""

    BEFORE = "before"
    HEAD = "head"
    BODY = "body"


CLOSED: Final = {
    Moment.BEFORE: "answers.closed.before",
    Moment.HEAD: "answers.closed.head",
    Moment.BODY: "answers.closed.body",
}
BROKEN_OFF: Final = {
    # Whether it had read the request by then makes it a reset, and nothing else.
    Moment.BEFORE: "answers.closed.before",
    Moment.HEAD: "answers.broken-off.head",
    Moment.BODY: "answers.broken-off.body",
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long reading an answer may take and how large its body may be."""

    deadline: Deadline
    body: int = BODY_CAP


class _Body:
    """The body as it comes in, inflated where the server compressed it."""

    def __init__(self, cap: int, coding: str) -> None:
        self.content = bytearray()
        self._cap = cap
        self._coding = coding
        self._inflater = _inflater(coding)
        self._has_begun = False
        self._behind = b""  # how that begins which came behind what was compressed

    def add(self, piece: bytes) -> None:
        self._has_begun = self._has_begun or bool(piece)
        if self._inflater is not None:
            self._inflate(piece)
        elif piece and self._coding not in _PLAIN:
            raise Fault(say("answers.unknown-encoding", coding=quote_bytes(self._coding.encode("latin-1"))))
        else:
            self._keep(piece)

    def end(self) -> None:
        """Raise a Fault when what was compressed has no end: whoever keeps it finds a broken file."""
        if self._inflater is not None and self._has_begun and not self._inflater.eof:
            raise Fault(say("answers.cut-encoding", coding=self._coding))

    def _keep(self, piece: bytes) -> None:
        self.content += piece
        if len(self.content) > self._cap:
            raise Fault(say("answers.body-too-long", most=self._cap), Cause.LIMIT)

    def _inflate(self, piece: bytes) -> None:
        while piece:
            if self._inflater.eof:
                piece = self._behind + piece
                self._behind = piece[: len(GZIP_BEGINNING)]
                if self._coding == "deflate" or self._behind != GZIP_BEGINNING:
                    return
                # Members of gzip may follow one another: RFC 1952, section 2.2.
                self._inflater, self._behind = _inflater(self._coding), b""
            # One byte more than allowed is enough to know; a bomb never gets to unfold.
            room = self._cap + 1 - len(self.content)
            try:
                self._keep(self._inflater.decompress(piece, room))
            except zlib.error:
                words = say("answers.wrong-encoding", coding=self._coding)
                raise Fault(words) from None
            piece = self._inflater.unused_data


_PLAIN = frozenset({"", "identity"})


def _inflater(coding: str) -> Any:
    if coding in ("gzip", "x-gzip"):
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    return zlib.decompressobj() if coding == "deflate" else None


class AnswerReader:
    """Read answers one after the other; what follows an answer stays in `connection.incoming`."""

    def __init__(self, connection: Connection, bounds: Bounds) -> None:
        self._connection = connection
        self._bounds = bounds
        self._size = 0  # bytes of this answer so far: a fault before the first is another fault

    def read(self, method: str) -> Response:
        """Return the next whole answer to a request of this method; Fault says why there is none."""
        parser = _parser(method)
        head = self._head(parser)
        body = _Body(self._bounds.body, _coding(head))
        try:
            self._body(parser, body, may_be_reset=_may_be_reset(head))
            if head.status_code != PARTIAL:
                body.end()
        except Fault as fault:
            raise _with_sizes(fault, head, len(body.content)) from None
        finally:
            self._give_back(parser)
        content = bytes(body.content)
        return Response(
            status=head.status_code,
            reason=head.reason.decode("latin-1"),
            headers=_headers(head),
            body=content,
            body_size=len(content),
        )

    def refuse_surplus(self, method: str, status: int) -> None:
        """Raise a Fault when bytes follow the last answer on a connection."""
        # The parser ignores such a body, as every client does; a learner would never hear of the mistake.
        bodiless = method == "HEAD" or status in BODILESS
        wait = self._bounds.deadline.within(LINGER if bodiless else 0.0)
        connection = self._connection
        while not connection.incoming.strip(b"\r\n") and not connection.ended:
            if not connection.advance(wait):
                break
        surplus = bytes(connection.incoming).strip(b"\r\n")  # blank lines are forgiven, as RFC 9112 asks
        if not surplus:
            return
        if bodiless:
            if method == "HEAD":
                raise Fault(say("answers.body-after-head", surplus=quote_bytes(surplus)))
            raise Fault(say("answers.body-after-status", status=status, surplus=quote_bytes(surplus)))
        raise Fault(say("answers.surplus", surplus=quote_bytes(surplus)))

    def _head(self, parser: h11.Connection) -> h11.Response:
        for _ in range(MOST_INTERIM + 1):
            event = self._next_head(parser)
            if isinstance(event, h11.Response):
                return event
        raise Fault(say("answers.interim", most=MOST_INTERIM), Cause.LIMIT)

    def _next_head(self, parser: h11.Connection) -> Any:
        """Wait until a whole head is there, look at its line ends, and only then let it be parsed."""
        incoming = self._connection.incoming
        searched = 0
        # The end mark may be cut in two by the network, so the search goes back by its length.
        while (end := HEAD_END.search(incoming, max(0, searched - 3))) is None:
            searched = len(incoming)
            _refuse_other_protocols(incoming)
            if searched > HEAD_CAP:
                raise Fault(say("answers.head-too-long", most=HEAD_CAP), Cause.LIMIT)
            self._more(self._why_no_head())
        _refuse_other_protocols(incoming)
        head = bytes(incoming[: end.end()])
        del incoming[: end.end()]
        self._size += len(head)
        _refuse_bare_line_feeds(head)
        parser.receive_data(head)
        return _next_event(parser)

    def _why_no_head(self) -> Moment:
        return Moment.HEAD if self._connection.incoming or self._size else Moment.BEFORE

    def _more(self, moment: Moment) -> None:
        """Wait for more bytes; the end of the connection or of the time is a fault."""
        connection = self._connection
        size = len(connection.incoming)
        while len(connection.incoming) == size:
            if connection.ended:
                raise self._ended(moment)
            self._wait(moment)

    def _wait(self, moment: Moment) -> None:
        """Let the connection do one thing; a broken one or the end of the time is a fault."""
        if self._connection.reset:
            raise self._ended(moment)
        self._connection.advance(self._bounds.deadline)
        if self._bounds.deadline.passed:
            symptom = Symptom.SILENT if moment is Moment.BEFORE else None
            raise Fault(self._too_late(moment), Cause.TIMEOUT, symptom)

    def _ended(self, moment: Moment) -> Closed:
        words = say((BROKEN_OFF if self._connection.reset else CLOSED)[moment])
        return Closed(words, symptom=Symptom.CLOSED if moment is Moment.BEFORE else None)

    def _too_late(self, moment: Moment) -> str:
        seconds = in_words(self._bounds.deadline.seconds)
        if moment is Moment.BEFORE:
            return say("answers.late.before", seconds=seconds)
        return say("answers.late.head" if moment is Moment.HEAD else "answers.late.body", seconds=seconds)

    def _body(self, parser: h11.Connection, body: _Body, *, may_be_reset: bool) -> None:
        incoming = self._connection.incoming
        while True:
            event = _next_event(parser)
            if isinstance(event, h11.Data):
                body.add(event.data)
            # Without a length the end of the connection is the end of the body.
            elif isinstance(event, h11.EndOfMessage | h11.ConnectionClosed):
                return
            elif incoming:
                parser.receive_data(bytes(incoming))
                incoming.clear()
            elif self._connection.ended and (may_be_reset or not self._connection.reset):
                parser.receive_data(b"")  # the parser knows whether the body may end here
            else:
                self._wait(Moment.BODY)

    def _give_back(self, parser: h11.Connection) -> None:
        """Put the bytes that follow this answer back, for whoever reads next."""
        rest = parser.trailing_data[0]
        self._connection.incoming[:0] = rest


def _may_be_reset(head: h11.Response) -> bool:
    """Tell whether a reset may be the end of this answer's body.

    Closing without having read the whole request is a reset. So ends a refusal by its head alone, which no rule
    forbids; where the head promises a body, its end is known otherwise.
    """
    promises = any(name in (b"content-length", b"transfer-encoding") for name, _ in head.headers)
    return head.status_code >= FIRST_REFUSAL and not promises


def _parser(method: str) -> h11.Connection:
    """Return a parser that believes it sent such a request: only HEAD changes how an answer is read."""
    parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_CAP + 1024)
    parser.send(h11.Request(method="HEAD" if method == "HEAD" else "GET", target="/", headers=[("Host", "kata")]))
    parser.send(h11.EndOfMessage())
    return parser


def _next_event(parser: h11.Connection) -> Any:
    try:
        return parser.next_event()
    except h11.RemoteProtocolError as error:
        raise _explained(str(error)) from None


def _explained(words: str) -> Fault:
    short = SHORT_BODY.search(words)
    if short:
        promised, came = int(short[2]), int(short[1])
        return Closed(say("answers.short-body", promised=promised, came=came))
    if "incomplete chunked" in words:
        return Closed(say("answers.no-last-chunk"))
    return Fault(say("answers.not-valid", words=words[:120]))


def _refuse_other_protocols(incoming: bytearray) -> None:
    start = bytes(incoming[: len(BEGINNING)])
    if start != BEGINNING[: len(start)]:
        words = say("answers.not-http", beginning=quote_bytes(bytes(incoming[:40])))
        raise Fault(words, symptom=Symptom.GARBLED)


def _refuse_bare_line_feeds(head: bytes) -> None:
    bare = BARE_LF.search(head)
    if bare:
        line = head[: bare.start()].rpartition(b"\n")[2]
        raise Fault(say("answers.bare-line-feed", line=quote_bytes(line)))


def _with_sizes(fault: Fault, head: h11.Response, came: int) -> Fault:
    """Return a time-out in a body with what was waited for: so many bytes of those that the head promises."""
    if fault.cause is not Cause.TIMEOUT:
        return fault
    promised = next((value.decode("latin-1") for name, value in head.headers if name == b"content-length"), "")
    if promised.isdecimal():
        words = say_many("answers.late.promised", came, late=fault.words, promised=int(promised))
        return Fault(words, fault.cause)
    is_chunked = any(name == b"transfer-encoding" for name, _ in head.headers)
    words = say_many("answers.late.chunked" if is_chunked else "answers.late.unbounded", came, late=fault.words)
    return Fault(words, fault.cause)


def _coding(head: h11.Response) -> str:
    codings = [value for name, value in head.headers if name == b"content-encoding"]
    return b", ".join(codings).decode("latin-1").strip().lower()


def _headers(head: h11.Response) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers.raw_items())
