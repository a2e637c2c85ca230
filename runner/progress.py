"""The history of a workspace, and what it adds up to.

`history.jsonl` is append-only: one line of JSON an attempt, written by a single `write` to the end of the file and
flushed to the disk before `append` returns. It travels by git (`merge=union`), so a reader has to stand lines in any
order, doubles, conflict markers and torn lines: what cannot be read is left out and counted, never an error.
"""

from __future__ import annotations

import itertools
import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from runner.errors import WorkspaceError
from runner.model import Attempt, Kata, KataProgress, Practice, Progress, Status, Syllabus
from runner.platforms.durable import append_line
from runner.words import say

__all__ = [
    "History",
    "Practice",
    "StageProgress",
    "append",
    "load_history",
    "next_kata",
    "now",
    "practice_of",
    "progress_of",
    "read_history",
    "stages_of",
]

_BLANK: dict[str, Any] = {**asdict(Attempt("", "")), "status": str(Status.FAILED)}
_STATUSES = frozenset(str(status) for status in Status)

EVENTS = frozenset({"test", "hint", "solution", "skip", "reset", "open"})
LONGEST_LINE = 64 * 1024
LINE_START = '{"id":'
REPLACED_TRIES = 3
STEPPED_AWAY = 30 * 60.0  # seconds between two events beyond which nobody was working


@dataclass(frozen=True, slots=True)
class History:
    """What a history file holds: its attempts by time, and how many lines could not be read."""

    attempts: tuple[Attempt, ...] = ()
    ignored: int = 0


@dataclass(frozen=True, slots=True)
class StageProgress:
    """How far a stage is."""

    id: str
    title: str
    katas: tuple[str, ...]
    passed: int

    @property
    def of(self) -> int:
        """Return how many katas it has."""
        return len(self.katas)

    @property
    def is_whole(self) -> bool:
        """Tell whether every kata of it is passed."""
        return self.of > 0 and self.passed == self.of


def append(history: Path, attempt: Attempt) -> Attempt:
    """Add one attempt for good; returns it with the id and time that it was given."""
    told = replace(attempt, id=attempt.id or os.urandom(8).hex(), at=attempt.at or now())
    line = _line(told)
    try:
        history.parent.mkdir(parents=True, exist_ok=True)
        kept = any(append_line(history, line) for _ in range(REPLACED_TRIES))
    except OSError as error:
        raise _unwritable(history, error.strerror or str(error)) from error
    if not kept:
        raise _unwritable(history, say("progress.keeps-replacing"))
    return told


def read_history(history: Path) -> tuple[Attempt, ...]:
    """Return the attempts of a history file, oldest first; no file is no attempts."""
    return load_history(history).attempts


def load_history(history: Path) -> History:
    """Return the attempts of a history file and how many lines of it could not be read."""
    found: dict[str, Attempt] = {}
    ignored = 0
    for line in _lines(history):
        attempts = _attempts_in(line)
        ignored += not attempts
        for attempt in attempts:
            found.setdefault(attempt.id or line.decode("utf-8", "replace"), attempt)
    return History(tuple(sorted(found.values(), key=_moment)), ignored)


def progress_of(attempts: Iterable[Attempt]) -> Progress:
    """Return what attempts, oldest first, add up to for each kata."""
    known: dict[str, KataProgress] = {}
    for attempt in attempts:
        known[attempt.kata] = _after(known.get(attempt.kata, KataProgress(attempt.kata)), attempt)
    return Progress(tuple(known.values()))


def next_kata(syllabus: Syllabus, progress: Progress, after: str = "") -> Kata | None:
    """Return the first kata that is neither passed nor skipped and whose prerequisites all are.

    With `after`, those that come later than that kata in the syllabus go first.
    """
    settled = {known.slug for known in progress.katas if known.passed or known.skipped}
    there = {kata.slug for kata in syllabus.katas}
    slugs = [kata.slug for kata in syllabus.katas]
    turn = slugs.index(after) + 1 if after in there else 0
    for kata in (*syllabus.katas[turn:], *syllabus.katas[:turn]):
        if kata.slug not in settled and (set(kata.requires) & there) <= settled:
            return kata
    return None


def stages_of(syllabus: Syllabus, progress: Progress) -> tuple[StageProgress, ...]:
    """Return how far each stage is."""
    return tuple(
        StageProgress(stage.id, stage.title, stage.katas, sum(progress.of(slug).passed for slug in stage.katas))
        for stage in syllabus.stages
    )


def practice_of(attempts: Iterable[Attempt], today: str, zone_seconds: int = 0) -> Practice:
    """Return how much was practised; `today` is a date (YYYY-MM-DD) and `zone_seconds` the local offset from UTC."""
    from datetime import date

    worked = tuple(attempts)
    moments = sorted(moment for attempt in worked if (moment := _seconds_of(attempt.at)) is not None)
    days = {int(moment + zone_seconds) // 86400 for moment in moments}
    last = date.fromisoformat(today).toordinal() - date(1970, 1, 1).toordinal()
    gaps = (later - earlier for earlier, later in itertools.pairwise(moments))
    at_work = sum(gap for gap in gaps if gap <= STEPPED_AWAY)
    tests = sum(attempt.event == "test" for attempt in worked)
    return Practice(tests, len(days), _streak(days, last), at_work)


def now() -> str:
    """Return the time as the history writes it: RFC 3339, UTC, milliseconds."""
    moment = time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment)) + f".{int(moment * 1000) % 1000:03d}Z"


# Writing


def _line(attempt: Attempt) -> bytes:
    fields = asdict(attempt)
    # The id first: a torn line is told from the whole one that follows it by this beginning.
    ordered = {"id": fields.pop("id"), **fields}
    return json.dumps(ordered, separators=(",", ":")).encode("ascii") + b"\n"


def _unwritable(history: Path, reason: str) -> WorkspaceError:
    return WorkspaceError(
        say("progress.unwritable.what", reason=reason.lower()),
        where=str(history),
        fix=say("progress.unwritable.fix"),
    )


# Reading


def _lines(history: Path) -> Iterator[bytes]:
    try:
        with history.open("rb") as file:
            while line := file.readline(LONGEST_LINE):
                if line.strip():
                    yield line
    except FileNotFoundError:
        return
    except NotADirectoryError as error:
        what = say("progress.unreadable.what", reason=say("workspace.refused.in-the-way.what"))
        fix = say("workspace.refused.in-the-way.fix")
        raise WorkspaceError(what, where=str(history.parent), fix=fix) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WorkspaceError(
            say("progress.unreadable.what", reason=reason),
            where=str(history),
            fix=say("progress.unreadable.fix"),
        ) from error


def _attempts_in(line: bytes) -> tuple[Attempt, ...]:
    text = line.decode("utf-8", "replace").strip()
    return tuple(attempt for part in _objects_in(text) if (attempt := _attempt(part)) is not None)


def _objects_in(text: str) -> Iterator[Any]:
    """Yield the JSON values of a line; when lines ran together, every whole one among them."""
    try:
        yield json.loads(text)
    except (ValueError, RecursionError):
        start = text.find(LINE_START)
        while start >= 0:
            with_end = _decoded(text, start)
            if with_end is not None:
                yield with_end
            start = text.find(LINE_START, start + 1)


def _decoded(text: str, start: int) -> Any:
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


def _attempt(data: Any) -> Attempt | None:
    if not isinstance(data, dict):
        return None
    told = {**_BLANK, **{name: data[name] for name in _BLANK if name in data}}
    readable = (
        all(isinstance(told[name], str) for name, blank in _BLANK.items() if isinstance(blank, str))
        and all(_is_count(told[name], blank) for name, blank in _BLANK.items() if not isinstance(blank, str))
        and told["event"] in EVENTS
        and told["status"] in _STATUSES
        and told["kata"]
        and _seconds_of(told["at"]) is not None
    )
    return Attempt(**{**told, "status": Status(told["status"])}) if readable else None


def _is_count(value: object, like: object) -> bool:
    kinds = int if isinstance(like, int) else (int, float)
    return isinstance(value, kinds) and not isinstance(value, bool) and 0 <= value < float("inf")


def _moment(attempt: Attempt) -> float:
    return _seconds_of(attempt.at) or 0.0


def _seconds_of(at: str) -> float | None:
    """Return an RFC 3339 time as seconds since 1970, or None."""
    from datetime import UTC, datetime

    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


# Adding up


def _after(known: KataProgress, attempt: Attempt) -> KataProgress:
    known = replace(known, first_at=known.first_at or attempt.at, last_at=attempt.at)
    if attempt.event == "hint":
        return replace(known, hints_shown=known.hints_shown + 1)
    if attempt.event == "skip":
        return replace(known, skipped=True)
    if attempt.event == "solution":
        return replace(known, solution_seen=True)
    return _after_test(known, attempt) if attempt.event == "test" else known


def _after_test(known: KataProgress, attempt: Attempt) -> KataProgress:
    passes = attempt.status is Status.PASSED
    return replace(
        known,
        attempts=known.attempts + 1,
        passed=known.passed or passes,
        best_points=max(known.best_points, attempt.points),
        possible=attempt.possible or known.possible,
        passed_at=known.passed_at or (attempt.at if passes else ""),
    )


def _streak(days: set[int], today: int) -> int:
    day = today if today in days else today - 1
    length = 0
    while day - length in days:
        length += 1
    return length
