"""The evidence of a check: every exchange in order, with bodies cut down to what a person reads."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import Final

from runner.evidence import Exchange, ExchangeKind, Request, Response

SHOWN_BODY: Final = 16 * 1024
SHOWN_LATER: Final = 256
BUDGET: Final = 1024 * 1024  # of all bodies of a check together
MOST_EXCHANGES: Final = 1000


@dataclass(frozen=True, slots=True)
class Wire:
    """What went over the wire or why it did not: the parts of an exchange that its kind has."""

    port: int = 0
    request: Request | None = None
    response: Response | None = None
    sent: bytes = b""
    received: bytes = b""
    fault: str = ""
    client: int = 0


class Recorder:
    """Collect exchanges, from several threads at once; times are counted from the recorder's making."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._exchanges: list[Exchange] = []
        self._size = 0
        self._lock = threading.Lock()

    def now(self) -> float:
        """Return the milliseconds since the check began."""
        return (time.monotonic() - self._start) * 1000

    def record(self, kind: ExchangeKind, label: str, wire: Wire, started: float) -> int:
        """Add an exchange that began at `started` and ends now; return its index."""
        with self._lock:
            # A check that repeats a request thousands of times must not fill the channel to the supervisor.
            if len(self._exchanges) >= MOST_EXCHANGES:
                return MOST_EXCHANGES - 1
            self._exchanges.append(self._exchange(kind, label, wire, started))
            return len(self._exchanges) - 1

    def exchanges(self) -> tuple[Exchange, ...]:
        """Return all exchanges so far, in order."""
        with self._lock:
            return tuple(self._exchanges)

    def mark(self) -> int:
        """Return how many exchanges there are."""
        return len(self._exchanges)

    def forget(self, mark: int) -> None:
        """Drop the exchanges since a mark: rounds of waiting that came to nothing."""
        with self._lock:
            del self._exchanges[mark:]

    def _exchange(self, kind: ExchangeKind, label: str, wire: Wire, started: float) -> Exchange:
        return Exchange(
            kind=kind,
            label=label,
            port=wire.port,
            request=wire.request and replace(wire.request, body=self._shown(wire.request.body)),
            response=wire.response and replace(wire.response, body=self._shown(wire.response.body)),
            sent=self._shown(wire.sent),
            received=self._shown(wire.received),
            fault=wire.fault,
            started_ms=round(started, 3),
            ended_ms=round(self.now(), 3),
            client=wire.client,
        )

    def _shown(self, content: bytes) -> bytes:
        shown = content[: SHOWN_BODY if self._size < BUDGET else SHOWN_LATER]
        self._size += len(shown)
        return shown
