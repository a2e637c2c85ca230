"""Why a running server gave no answer to a request, or none that could be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from runner.evidence import Explanation, Symptom
from runner.tracks.complaints import read_complaint
from runner.words import say, say_many


@dataclass(frozen=True, slots=True)
class Silence:
    """What is known of a server that owes an answer."""

    folder: Path
    log: str = ""  # what it printed during the request
    waiting: int = 0  # connections that it has not accepted yet
    speaks_tls: Callable[[], bool] = lambda: False  # asks the server, so only where nothing else explains it
    code: int | None = None  # None: it still runs


def explain(symptom: Symptom, seen: Silence) -> Explanation:
    """Return what the silence of a server means; empty where nothing is known beyond the symptom."""
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
    complaint = read_complaint(seen.log, seen.folder)
    return Explanation("", complaint.where if complaint else "", "")
