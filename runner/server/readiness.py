"""When a server is ready: its process tree owns a listening socket on the given port. Never by connecting to it."""

from __future__ import annotations

import time
from enum import Enum

from runner.platforms.here import HERE
from runner.server.process import ServerProcess

# One that listens elsewhere may still open its real port; so long again as it took so far, and at least this.
_ELSEWHERE_SECONDS = 1.0
_MEMBERS_LOOK_SECONDS = 0.05
# Who starts slowly on a busy machine is looked at less often: looks cost, and make it busier.
_PARTS_OF_THE_WAIT = 50  # the next look comes after one of these


class Readiness(Enum):
    """How the wait for a server came out."""

    READY = "ready"
    ENDED = "ended"
    ELSEWHERE = "elsewhere"  # it listens, but not where it can be reached
    LATE = "late"


def wait_until_ready(server: ServerProcess, seconds: float) -> Readiness:
    """Wait until the server can be connected to, has ended, or its time since the start is over."""
    deadline = server.began + seconds
    elsewhere_until = 0.0
    members_look_at = 0.0
    while True:
        sockets = server.sockets(are_awaited=True)
        if any(each.port == server.order.port and each.is_reachable for each in sockets):
            return Readiness.READY
        now = time.monotonic()
        if (code := server.code) is not None and now >= members_look_at:
            if code != 0 or server.is_flooded or not server.has_members():
                return Readiness.ENDED
            members_look_at = now + _MEMBERS_LOOK_SECONDS
        if sockets and not elsewhere_until:
            elsewhere_until = now + max(_ELSEWHERE_SECONDS, now - server.began)
        if sockets and now >= elsewhere_until:
            return Readiness.ELSEWHERE
        if now >= deadline:
            return Readiness.LATE
        time.sleep(max(HERE.poll_seconds, (now - server.began) / _PARTS_OF_THE_WAIT))
