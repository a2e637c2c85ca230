"""Why a running server gave no answer to a request, or none that could be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from runner.doctor.evidence import Evidence
from runner.doctor.remedies import mending
from runner.evidence import Explanation, Symptom
from runner.platforms.kinds import Program
from runner.tracks.complaints import Complaint, closing_complaint, read_complaint
from runner.tracks.ending_calls import ending_call
from runner.words import say, say_many

_ABORTED = -6  # how some languages end a program after they have said why


@dataclass(frozen=True, slots=True)
class Silence:
    """What is known of a server that owes an answer."""

    folder: Path
    log: str = ""  # what it printed during the request
    waiting: int = 0  # connections that it has not accepted yet
    speaks_tls: Callable[[], bool] = lambda: False  # asks the server, so only where nothing else explains it
    code: int | None = None  # None: it still runs
    program: Evidence | None = None  # with all that it printed since its start
    usurper: Program | None = None  # a child of its own that holds the port in its place


def explain(symptom: Symptom, seen: Silence) -> Explanation:
    """Return what the silence of a server means; empty where nothing is known beyond the symptom."""
    if seen.usurper is not None:
        return _usurped(seen, seen.usurper)
    if symptom is Symptom.ENDED:
        return _ended(seen)
    if symptom is Symptom.SILENT:
        return _busy(seen) if seen.waiting else _mute()
    complaint = read_complaint(seen.log, seen.folder)
    if complaint is not None and complaint.where:
        # The error itself stands in the log that is shown beside this.
        return Explanation(where=complaint.where)
    if seen.speaks_tls():
        return _encrypted()
    return _closed() if symptom is Symptom.CLOSED else Explanation()


def _encrypted() -> Explanation:
    what = say("doctor.encrypted.what")
    fix = say("doctor.encrypted.fix")
    return Explanation(what, "", fix)


def _busy(seen: Silence) -> Explanation:
    what = say_many("doctor.busy.what", seen.waiting)
    fix = say("doctor.busy.fix")
    return Explanation(what, "", fix)


def _mute() -> Explanation:
    what = say("doctor.mute.what")
    fix = say("doctor.mute.fix")
    return Explanation(what, "", fix)


def _closed() -> Explanation:
    what = say("doctor.closed.what")
    fix = say("doctor.closed.fix")
    return Explanation(what, "", fix)


def _ended(seen: Silence) -> Explanation:
    if seen.code == 0:
        fix = say("doctor.ended.after-answer")
        return Explanation("", "", fix)
    complaint, log = _last_words(seen)
    if complaint is None or not (complaint.kind or complaint.where):
        call = ending_call(seen.folder, seen.code) if seen.code and not seen.log.strip() else ""
        return Explanation(where=call.partition(": ")[0])
    fix = mending(seen.program, complaint) if seen.program else ""
    return Explanation("", complaint.where, fix, log)


def _last_words(seen: Silence) -> tuple[Complaint | None, str]:
    """Return why a program ended, and its log where that was printed before the request already."""
    during = read_complaint(seen.log, seen.folder)
    if (
        seen.program is None
        or (during and during.where)
        or not (seen.code and (seen.code > 0 or seen.code == _ABORTED))
    ):
        return during, ""
    # A program may still take a request after it has said why it ends.
    closing = closing_complaint(seen.program.log, seen.folder)
    return (closing, seen.program.log) if closing else (during, "")


def _usurped(seen: Silence, holder: Program) -> Explanation:
    log = seen.program.log if seen.program else seen.log
    complaint = read_complaint(log, seen.folder)
    where = complaint.where if complaint else ""
    return Explanation(say("doctor.usurped.what", program=holder), where, say("doctor.usurped.fix"), log)
