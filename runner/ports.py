"""The seams: what one part asks of another, whichever side of a process or sandbox wall it sits on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from runner.evidence import Explanation, Outcome, Report, Symptom
from runner.model import Job, Sharing

Surroundings = Mapping[str, str]  # the environment of the command: where a CI job or a classroom says what it is

# Pure: the reports of one submission or of a class, as the text that somebody else reads.
Reporter = Callable[[Sequence[Report], Surroundings], str]
Listener = Callable[[Outcome], None]

Environment = Mapping[str, str | None]  # None takes a variable away

MAIN = "main"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a running server is reached, and where its data is."""

    port: int
    data: str
    name: str = MAIN


@dataclass(frozen=True, slots=True)
class Ending:
    """How a program ended: its exit code (negative: the signal), None when it still runs."""

    code: int | None
    seconds: float = 0.0
    log: str = ""
    flooded: bool = False  # ended by us because it printed past the limit


class ServerControl(Protocol):
    """Everything a suite may ask of the supervisor. A server that does not start raises LaunchError."""

    def acquire(self, server: Sharing, data: Sharing, env: Environment) -> Endpoint:
        """Return a live server for the next check, started anew where the check or a crash demands it."""

    def restart(self, by: str, env: Environment | None = None) -> Endpoint:
        """End the main server (`kill` or `terminate`) and start it on a new port with the same data."""

    def kill(self) -> Ending:
        """Kill -9 the main server with its whole process tree and leave it dead."""

    def terminate(self, within: float) -> Ending:
        """Send SIGTERM and wait; code None when it had to be killed."""

    def start(self, env: Environment | None = None) -> Endpoint:
        """Start the main server again after `kill` or `terminate`."""

    def start_twice(self, name: str) -> tuple[Endpoint, Endpoint]:
        """Start the main server again and another instance on the same data, both in the same moment."""

    def break_off_start(self, after: float) -> Ending:
        """Start the main server and kill -9 it so long after it first changed its data, ready or not."""

    def refuses_to_start(self, env: Environment, within: float, data: Sharing = Sharing.FRESH) -> Ending:
        """Start a program with this environment and wait for its end; code None when it ran on."""

    def second(self, name: str, env: Environment | None = None) -> Endpoint:
        """Start another instance on the same data."""

    def stop(self, name: str) -> Ending:
        """Kill -9 a second instance."""

    def ended(self, name: str = MAIN) -> Ending | None:
        """Return how a server ended, or None while it runs (waits a moment for a dying one)."""

    def log_size(self, name: str = MAIN) -> int:
        """Return how many bytes the server has printed so far."""

    def log(self, since: int = 0, name: str = MAIN) -> str:
        """Return what the server printed after that many bytes (bounded, bad UTF-8 replaced)."""

    def data_search(self, needle: bytes) -> tuple[str, ...]:
        """Return the files under KATA_DATA that hold these bytes."""

    def sql(self, query: str, file: str = "") -> list[list[Any]]:
        """Run a read-only query on the SQLite file in KATA_DATA; ValueError says what is wrong."""

    def open_files(self, name: str = MAIN) -> int:
        """Count the files and sockets that the server's process tree holds open."""

    def explain(self, symptom: Symptom, since: int = 0, name: str = MAIN) -> Explanation:
        """Return why a server owes an answer; `since` is where its log stood before the request."""


@runtime_checkable
class Looking(Protocol):
    """A control that also looks at the server's data: for showing what happens, never for grading."""

    def look(self, check: str, exchange: int, *, is_last: bool = False) -> None:
        """Note the state of data and log when a check has so many exchanges; never fails."""


class Executor(Protocol):
    """Turn a job into a report; `listen` hears each outcome as it comes and decides nothing."""

    def __call__(self, job: Job, listen: Listener) -> Report:
        """Run the job to its end and return the whole report."""
