"""What a cell is told to do, in one line and three parcels, and what it tells: the seam through a cell's wall.

In:   {"job", "token", "view", "allowance", "parcels": [sizes]} and the parcels: program, suite, kept checks.
Out:  {"up": true}, {"outcome": ...} for each check that ended, and last {"report": ...} or {"error": ...}.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import IO, Any

from runner.errors import KataError, MachineError, SandboxError
from runner.evidence import Outcome, Report
from runner.model import Job
from runner.sandboxes.limits import Allowance
from runner.sandboxes.view import View
from runner.wire import from_data, outcome_from_data, to_data

LONGEST_LINE = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Errand:
    """One submission to be graded within a cell."""

    job: Job
    token: str
    view: View  # what each server sees
    allowance: Allowance
    program: bytes
    suite: bytes
    checks: bytes  # the suite's checks as they were read; empty: it has to be read there


def errand_to_bytes(errand: Errand) -> bytes:
    """Return an errand as it goes through the pipe."""
    parcels = (errand.program, errand.suite, errand.checks)
    line = {
        "job": to_data(errand.job),
        "token": errand.token,
        "view": asdict(errand.view),
        "allowance": asdict(errand.allowance),
        "parcels": [len(parcel) for parcel in parcels],
    }
    return b"".join([json.dumps(line).encode(), b"\n", *parcels])


def errand_from(incoming: IO[bytes]) -> Errand:
    """Return the errand that comes through the pipe."""
    line = json.loads(incoming.readline())
    program, suite, checks = (incoming.read(size) for size in line["parcels"])
    return Errand(
        job=from_data(Job, line["job"]),
        token=line["token"],
        view=from_data(View, line["view"]),
        allowance=from_data(Allowance, line["allowance"]),
        program=program,
        suite=suite,
        checks=checks,
    )


class Teller:
    """The cell's end of the pipe; a reader that went away is its own affair."""

    def __init__(self, outgoing: IO[bytes]) -> None:
        self._outgoing = outgoing

    def up(self) -> None:
        """Tell that our own program runs in the cell."""
        self._tell("up", value=True)

    def outcome(self, outcome: Outcome) -> None:
        """Tell how a check ended."""
        self._tell("outcome", value=to_data(outcome))

    def report(self, report: Report) -> None:
        """Tell the whole report."""
        self._tell("report", value=to_data(report))

    def error(self, error: KataError) -> None:
        """Tell why there is no report."""
        self._tell("error", value={"what": error.what, "where": error.where, "fix": error.fix})

    def _tell(self, kind: str, *, value: Any) -> None:
        self._outgoing.write(json.dumps({kind: value}, separators=(",", ":")).encode() + b"\n")
        self._outgoing.flush()


def heard(line: bytes, listen: Callable[[Outcome], None]) -> Report | None:
    """Return the report that a line from a cell holds, if it does; MachineError when it tells of one."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        what = "what came out of the cell cannot be read"
        raise SandboxError(what) from error
    if "outcome" in message:
        listen(outcome_from_data(message["outcome"]))
    if "error" in message:
        raise MachineError(**message["error"])
    return from_data(Report, message["report"]) if "report" in message else None
