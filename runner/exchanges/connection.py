"""One TCP connection to the server under test: bounded in time and size, sending and receiving at once."""

from __future__ import annotations

import errno
import selectors
import socket
import struct
import sys
import time
from collections import deque
from typing import Final

from runner.evidence import Cause, Symptom
from runner.exchanges.deadlines import Deadline, in_words
from runner.exchanges.faults import Fault
from runner.words import say

HOST: Final = "127.0.0.1"
PIECE: Final = 64 * 1024
TRANSCRIPT: Final = 16 * 1024
# A full accept queue drops the first packet, and the kernel repeats it only after a second: we try anew sooner.
PATIENCE: Final = 0.25
RETRY_REFUSED_EVERY: Final = 0.02
# On, for zero seconds: closing sends a reset. Windows has shorter numbers.
LINGER_ZERO: Final = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Connection:
    """Bytes to and from one port; what arrived and was not read yet is in `incoming`."""

    def __init__(self, peer: socket.socket, port: int) -> None:
        self.port = port
        self.incoming = bytearray()
        self.ended = False  # the server sends no more
        self.reset = False  # it broke the connection off
        self.deaf = False  # it takes no more bytes from us
        self.sent_size = 0
        self.received_size = 0
        self.transcript = bytearray()  # the beginning of what came, for the evidence
        self._peer = peer
        self._outgoing: deque[memoryview] = deque()
        self._selector = selectors.DefaultSelector()
        self._watched = selectors.EVENT_READ
        self._selector.register(peer, self._watched)
        self._open = True

    @property
    def sending(self) -> bool:
        """Tell whether bytes still wait to be taken by the server."""
        return bool(self._outgoing) and not self.deaf

    def queue(self, content: bytes) -> None:
        """Put bytes in line to be sent; `advance` sends them."""
        if content:
            self._outgoing.append(memoryview(content))

    def advance(self, deadline: Deadline) -> bool:
        """Send and receive what can be at this moment, waiting for it; False when the deadline came first."""
        if not self._open or (self.ended and not self.sending):
            return False
        wanted = (0 if self.ended else selectors.EVENT_READ) | (selectors.EVENT_WRITE if self.sending else 0)
        self._watch(wanted)
        ready = self._selector.select(deadline.left())
        if not ready:
            return False
        # Reading comes first: after a refusal such as 413, sending fails while the answer still waits to be read.
        if ready[0][1] & selectors.EVENT_READ:
            self._receive()
        if ready[0][1] & selectors.EVENT_WRITE:
            self._send()
        return True

    def flush(self, deadline: Deadline) -> None:
        """Send all that is in line; a server that takes it too slowly is a fault, one that closes is not."""
        while self.sending:
            if not self.advance(deadline) and self.sending:
                left = sum(len(piece) for piece in self._outgoing)
                raise Fault(say("answers.unread", count=left, seconds=in_words(deadline.seconds)), Cause.TIMEOUT)

    def half_close(self) -> None:
        """Tell the server that we send no more."""
        if not self._open or self.deaf:
            return
        try:
            self._peer.shutdown(socket.SHUT_WR)
        except OSError:
            self.deaf = True

    def close(self) -> None:
        """Close the connection."""
        if self._open:
            self._open = False
            self.ended = self.deaf = True
            self._selector.close()
            self._peer.close()

    def abort(self) -> None:
        """Close the connection abruptly, with a reset."""
        if self._open:
            self._peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_ZERO)
            self.close()

    def _watch(self, wanted: int) -> None:
        if wanted != self._watched:
            # Watching for room to send while nothing is to be sent would wake us all the time.
            self._watched = wanted
            self._selector.modify(self._peer, wanted)

    def _receive(self) -> None:
        try:
            piece = self._peer.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:  # a reset: what was not read before is lost
            self.ended = self.reset = self.deaf = True
            return
        if piece:
            self.incoming += piece
            self.received_size += len(piece)
            self.transcript += piece[: max(0, TRANSCRIPT - len(self.transcript))]
        else:
            self.ended = True

    def _send(self) -> None:
        piece = self._outgoing[0]
        try:
            count = self._peer.send(piece[:PIECE])
        except BlockingIOError:
            return
        except OSError:
            self.deaf = True  # what it answered before may still be read
            return
        self.sent_size += count
        if count == len(piece):
            self._outgoing.popleft()
        else:
            self._outgoing[0] = piece[count:]


def connect(port: int, deadline: Deadline, refusals: float = 0.0) -> Connection:
    """Open a connection; a refused one is tried again for so many seconds."""
    give_up = Deadline.after(refusals)
    while True:
        peer = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        outcome = _try(peer, port, deadline.within(PATIENCE))
        if outcome == 0:
            return Connection(peer, port)
        peer.close()
        if outcome in UNREACHABLE and (give_up.passed or deadline.passed):
            raise Fault(say("answers.refused", port=port), Cause.UNREACHABLE)
        if deadline.passed:
            words = say("answers.no-connection", seconds=in_words(deadline.seconds))
            raise Fault(words, Cause.TIMEOUT, Symptom.SILENT)
        if outcome in UNREACHABLE:
            time.sleep(min(RETRY_REFUSED_EVERY, deadline.left()))


UNREACHABLE: Final = frozenset({errno.ECONNREFUSED, errno.ECONNRESET, errno.ECONNABORTED})


def _try(peer: socket.socket, port: int, deadline: Deadline) -> int:
    """Connect within the deadline and return 0, or the error's number."""
    peer.settimeout(max(deadline.left(), 0.001))
    try:
        peer.connect((HOST, port))
        # A segment that a check sends is a packet of its own, and no answer waits for a delayed ACK.
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except TimeoutError:
        return errno.ETIMEDOUT
    except OSError as error:
        return error.errno or errno.ECONNREFUSED
    peer.setblocking(False)
    return 0
