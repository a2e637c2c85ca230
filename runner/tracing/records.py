"""What a trace holds. Plain records: `runner.wire` writes and reads them, the terminal and a page draw them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from runner.evidence import Outcome

TRACE_SCHEMA = "kata/trace/v1"


class Lane(StrEnum):
    """Who takes part, in the order in which they stand beside one another."""

    CLIENT = "client"
    SERVER = "server"
    HANDLER = "handler"
    DATABASE = "database"
    UPSTREAM = "upstream"


class Change(StrEnum):
    """What happened to a row or a file."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class ArrowKind(StrEnum):
    """What an arrow stands for."""

    REQUEST = "request"
    ANSWER = "answer"
    EVENT = "event"  # done to the server: a restart, a look at its data
    PRINTED = "printed"  # a line of the program's own output
    STORED = "stored"  # a change of the data
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of a SQLite table before and after; cells are written as SQL would write them, long ones cut."""

    file: str
    table: str
    change: Change
    columns: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file in KATA_DATA before and after; `text` is what it gained, where that is text and not much."""

    file: str
    change: Change
    size_before: int = 0
    size_after: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class TraceStep:
    """Some exchanges (one, or those that ran at once), and what the server printed and stored meanwhile."""

    exchanges: tuple[int, ...]  # indices in the outcome
    log: str = ""
    tables_added: tuple[str, ...] = ()
    rows: tuple[RowChange, ...] = ()
    files: tuple[FileChange, ...] = ()
    has_database: bool = False
    not_recorded: str = ""  # why nothing is known of the data
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """One thing that went from lane to lane (or stayed on one), in order. Times: milliseconds since the check began."""

    step: int
    kind: ArrowKind
    origin: Lane
    target: Lane
    words: str
    details: tuple[str, ...] = ()
    at_ms: float | None = None
    exchange: int = -1
    client: int = 0
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """One check, traced: its outcome with all exchanges, the steps, and the arrows to draw."""

    kata: str
    title: str
    outcome: Outcome
    seed: int
    lanes: tuple[Lane, ...]
    steps: tuple[TraceStep, ...]
    arrows: tuple[Arrow, ...]
    folder: str = ""
    schema: str = TRACE_SCHEMA
    version: str = ""
    remarks: tuple[str, ...] = ()
