"""Bytes on a plain connection: sent in pieces, received as lines, parts or whole answers, within bounds."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Final

from runner.evidence import Cause, Response
from runner.exchanges.answers import AnswerReader, Bounds
from runner.exchanges.connection import TRANSCRIPT, Connection, connect
from runner.exchanges.deadlines import Deadline, in_words
from runner.exchanges.differences import differing_bytes, first_difference, quote_bytes
from runner.exchanges.faults import Closed, Fault
from runner.words import say

LARGEST: Final = 8 * 1024 * 1024  # bytes that wait unread
SETTLE: Final = 0.05  # how long a connection is watched before it counts as still open
REQUEST_LINE: Final = re.compile(rb"(?:^|\n)([A-Z]+) [^\r\n]+ HTTP/1\.[01]\r?\n")
REMEMBERED: Final = 64 * 1024


class RawStream:
    """One connection and what was sent and read on it; every method raises Fault in plain words."""

    def __init__(self, port: int, deadline: Deadline) -> None:
        self.port = port
        self._connection: Connection = connect(port, deadline)
        self._sent = bytearray()  # the beginning of a request not yet seen whole
        self._methods: list[str] = []
        self._begin = 0  # where on the connection the exchange begins of which messages name a byte
        self._unread = b""  # what had arrived by then

    @property
    def position(self) -> int:
        """Return how many bytes were read since the transcript was last asked for."""
        return self._connection.received_size - len(self._connection.incoming) - self._begin

    def send(self, pieces: Iterator[bytes], pause: float, deadline: Deadline) -> Deadline:
        """Send pieces with a pause between them, receiving all the while; return the deadline without the pauses."""
        for number, piece in enumerate(pieces):
            if number:
                # On a busy machine each of many pauses gets longer: no server is to be charged with them.
                began = time.monotonic()
                self._wait(Deadline.after(pause))
                deadline = deadline.later(time.monotonic() - began)
            self._remember(piece)
            self._connection.queue(piece)
            self._connection.flush(deadline)
            if deadline.passed:
                raise Fault(say("answers.sending-took", seconds=in_words(deadline.seconds)), Cause.TIMEOUT)
        return deadline

    def half_close(self) -> None:
        """Tell the server that no more will come from us."""
        self._connection.half_close()

    def read_line(self, deadline: Deadline) -> bytes:
        """Return the next line without its line feed."""
        searched = 0
        incoming = self._connection.incoming
        while (end := incoming.find(b"\n", searched)) < 0:
            searched = len(incoming)
            self._more(deadline, say("answers.end-of-line"))
        return self._take(end + 1)[:-1]

    def read(self, count: int, deadline: Deadline) -> bytes:
        """Return exactly so many bytes."""
        while len(self._connection.incoming) < count:
            self._more(deadline, say("answers.bytes", count=count))
        return self._take(count)

    def expect_start(self, prefix: bytes, deadline: Deadline) -> None:
        """Take the bytes of a prefix; the first other byte is a ByteMismatch, without waiting for more."""
        incoming = self._connection.incoming
        while True:
            came = bytes(incoming[: len(prefix)])
            # A wrong byte is known as soon as it is there: no need to wait for the ones after it.
            if first_difference(prefix, came) < len(came):
                raise ByteMismatch(prefix, bytes(incoming[: len(prefix) + 20]), self.position)
            if len(came) == len(prefix):
                self._take(len(prefix))
                return
            self._more(deadline, quote_bytes(prefix[len(came) :]))

    def read_all(self, deadline: Deadline) -> bytes:
        """Return everything up to the end of the connection."""
        while not self._connection.ended:
            if not self._connection.advance(deadline) and deadline.passed:
                waited = in_words(deadline.seconds)
                raise Fault(say("answers.not-closed", seconds=waited), Cause.TIMEOUT)
            self._hold_bounds()
        return self._take(len(self._connection.incoming))

    def read_response(self, deadline: Deadline) -> Response:
        """Return the next HTTP answer; the method that was sent tells how to read it."""
        # Answers come in the order of the requests, also of pipelined ones.
        method = self._methods.pop(0) if self._methods else "GET"
        return AnswerReader(self._connection, Bounds(deadline)).read(method)

    def expect_silence(self, deadline: Deadline) -> None:
        """Hold that nothing at all arrives until the deadline."""
        self._wait(deadline)
        came = bytes(self._connection.incoming)
        if came:
            raise ByteMismatch(b"", came, self.position)
        if self._connection.ended:
            raise Closed(say("answers.closed-in-silence"))

    def expect_closed(self, deadline: Deadline) -> None:
        """Hold that the server closes, with no bytes left."""
        while not self._connection.ended and not self._connection.incoming:
            if not self._connection.advance(deadline) and deadline.passed:
                raise Fault(say("answers.still-open", seconds=in_words(deadline.seconds)), Cause.TIMEOUT)
        if self._connection.incoming:
            raise ByteMismatch(b"", bytes(self._connection.incoming), self.position)

    def expect_open(self) -> None:
        """Hold that the server has not closed."""
        self._wait(Deadline.after(SETTLE))
        if self._connection.ended:
            raise Closed(say("answers.closed-too-early"))

    def transcript(self, *, of_failure: bool = False) -> bytes:
        """Return the beginning of what arrived since this was last asked, of a failure with what was unread by then."""
        arrived = bytes(self._connection.transcript)
        # What came before its turn is the evidence of whoever reads it and is not content.
        taken = (self._unread + arrived)[:TRANSCRIPT] if of_failure else arrived
        self._connection.transcript.clear()
        self._begin += self.position
        self._unread = bytes(self._connection.incoming[:TRANSCRIPT])
        return taken

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def abort(self) -> None:
        """Close the connection abruptly."""
        self._connection.abort()

    def _wait(self, deadline: Deadline) -> None:
        """Receive whatever comes until the deadline or the end of the connection."""
        while not deadline.passed and not self._connection.ended:
            self._connection.advance(deadline)
            self._hold_bounds()

    def _more(self, deadline: Deadline, wanted: str) -> None:
        size = len(self._connection.incoming)
        while len(self._connection.incoming) == size:
            if self._connection.ended:
                raise Closed(say("answers.closed-too-soon", wanted=wanted) + self._so_far())
            if not self._connection.advance(deadline) and deadline.passed:
                break
        self._hold_bounds()
        if deadline.passed:
            late = say("answers.not-in-time", wanted=wanted, seconds=in_words(deadline.seconds))
            raise Fault(late + self._so_far(), Cause.TIMEOUT)

    def _so_far(self) -> str:
        came = bytes(self._connection.incoming[:80])
        return say("answers.so-far", came=quote_bytes(came, 40)) if came else ""

    def _hold_bounds(self) -> None:
        if len(self._connection.incoming) > LARGEST:
            raise Fault(say("answers.too-much", most=LARGEST), Cause.LIMIT)

    def _take(self, count: int) -> bytes:
        taken = bytes(self._connection.incoming[:count])
        del self._connection.incoming[:count]
        return taken

    def _remember(self, piece: bytes) -> None:
        """Note the methods of the requests that go out: an answer to HEAD has no body."""
        self._sent += piece[:REMEMBERED]
        for found in REQUEST_LINE.finditer(self._sent):
            self._methods.append(found[1].decode("ascii"))
        last = self._sent.rfind(b"\n")
        del self._sent[: max(0, last)]  # the last line feed may stand before the next request line
        if len(self._sent) > REMEMBERED:
            self._sent.clear()


class ByteMismatch(Fault):
    """Other bytes came than were expected."""

    def __init__(self, expected: bytes, actual: bytes, position: int) -> None:
        self.difference = differing_bytes(say("steps.what-came"), expected, actual, position)
        if not expected:
            came = quote_bytes(actual)
            self.difference = type(self.difference)(
                f"byte {position + 1}", say("answers.no-bytes"), came, say("answers.bytes-came", came=came)
            )
        super().__init__(self.difference.summary)


def in_segments(content: bytes, segments: int | str) -> Iterator[bytes]:
    """Split bytes into so many segments of about one size, or into single `bytes`."""
    count = len(content) if segments == "bytes" else int(segments)
    size = max(1, -(-len(content) // max(1, count)))
    return (content[start : start + size] for start in range(0, len(content), size))
