"""A control that looks at the server's data and log whenever the suite is about to do something."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from runner.server.control import LocalControl
from runner.server.launching import Launch
from runner.tracing.snapshots import Snapshot, take_snapshot
from runner.words import say

MOST_LOOKS = 300
MOST_SECONDS = 5.0  # of all looks together: they are part of the check's time
LONGEST_LOG = 16 * 1024
SETTLE_SECONDS = 0.1  # what a program prints for its last request comes a moment after the answer


@dataclass(frozen=True, slots=True)
class Look:
    """What was there when so many exchanges of a check had been recorded, and what was printed since the last look."""

    check: str
    exchange: int
    snapshot: Snapshot
    log: str = ""


class ObservedControl(LocalControl):
    """A LocalControl that keeps what it saw in `looks`."""

    def __init__(self, launch: Launch) -> None:
        super().__init__(launch)
        self.looks: list[Look] = []
        self._seen: dict[str, int] = {}
        self._spent = 0.0

    def look(self, check: str, exchange: int, *, is_last: bool = False) -> None:
        """Note the state of data and log; a failing look says so in its snapshot and changes nothing else."""
        began = time.monotonic()
        if is_last:
            time.sleep(SETTLE_SECONDS)
        self.looks.append(Look(check, exchange, self._snapshot(), self._printed()))
        self._spent += time.monotonic() - began

    def _snapshot(self) -> Snapshot:
        if len(self.looks) >= MOST_LOOKS or self._spent > MOST_SECONDS:
            return Snapshot(not_recorded=say("tracing.too-much"))
        endpoints = self.endpoints()
        return take_snapshot(Path(endpoints[0].data)) if endpoints else Snapshot()

    def _printed(self) -> str:
        printed = []
        for endpoint in self.endpoints():
            size = self.log_size(endpoint.name)
            seen = self._seen.get(endpoint.name, 0)
            printed.append(self.log(seen, endpoint.name) if size > seen else "")
            self._seen[endpoint.name] = size
        return "".join(printed)[-LONGEST_LOG:]
