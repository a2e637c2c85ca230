"""What a learner asks for between two tests: a hint, our solution."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from runner.app.place import Place, remember
from runner.catalog import solution_tracks
from runner.errors import UsageError
from runner.evidence import Report
from runner.exchanges.load import load_checks
from runner.hinting import hint_for, patterns_from_text, sight_of
from runner.model import Attempt, Check, Kata
from runner.progress import read_history
from runner.tracks.registry import FRAMEWORKS, TRACKS, default_stub, detect
from runner.words import say
from runner.workspace import Workspace, stub_for
from runner.workspace.opening import is_untouched
from runner.workspace.runs import last_run

PATTERNS = "patterns.json"  # in a kata's folder; written by `kata verify --record`


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint, and which of how many it is."""

    kata: Kata
    text: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Solution:
    """A reference solution, beside the learner's files."""

    kata: Kata
    track: str
    folder: Path
    mine: Path
    files: tuple[str, ...]


def next_hint(place: Place, name: str | None) -> Hint | None:
    """Return the next hint of a kata and remember that it was shown; None when there are no more."""
    workspace, kata = place.required_workspace(), place.kata(name)
    report = last_run(workspace, kata.slug)
    first = _beginning(workspace, kata) or _suspicion(kata, report)
    hints = (*first, *hints_of(kata, load_checks(kata.checks_file, place.cache), report))
    shown = [attempt.digest for attempt in read_history(workspace.history) if _is_hint(attempt, kata)]
    fresh = [text for text in hints if _mark(text) not in shown]
    # Lines of older versions do not say which hint it was: they counted from the first.
    fresh = fresh[shown.count("") :]
    if not fresh:
        return None
    remember(workspace, kata, "hint", _mark(fresh[0]))
    return Hint(kata, fresh[0], len(shown) + 1, len(shown) + len(fresh))


def hints_of(kata: Kata, checks: Sequence[Check], report: Report | None) -> tuple[str, ...]:
    """Return the hints in the order in which they are shown: of the check that failed first, then of the kata."""
    failing = report.verdict.first_failure if report else ""
    own = next((check.hints for check in checks if check.id == failing), ())
    return tuple(dict.fromkeys((*own, *kata.hints)))


def _beginning(workspace: Workspace, kata: Kata) -> tuple[str, ...]:
    """Return where to begin, while nothing of the stub is changed: what it fails by is nobody's mistake."""
    folder = workspace.folder_of(kata.slug)
    track = detect(folder, workspace.track)
    if track is None or not is_untouched(workspace, kata, stub_for(kata, track, default_stub, FRAMEWORKS)):
        return ()
    return (say("app.untouched", file=folder.name + "/" + (track.edit or track.entry)),)


def _suspicion(kata: Kata, report: Report | None) -> tuple[str, ...]:
    """Return the hint on the mistake that the last run looks like, if it looks like one that is known."""
    if report is None:
        return ()
    try:
        kept = (kata.folder / PATTERNS).read_bytes()
    except OSError:
        return ()
    found = hint_for(sight_of(report), patterns_from_text(kept)[1])
    return (found,) if found else ()


def _is_hint(attempt: Attempt, kata: Kata) -> bool:
    return attempt.event == "hint" and attempt.kata == kata.slug


def _mark(text: str) -> str:
    """Return what the history remembers of a hint: enough to know it again, and not the hint itself."""
    return f"hint-{zlib.crc32(text.encode()):08x}"


def is_passed(place: Place, kata: Kata) -> bool:
    """Return whether the learner ever passed a kata."""
    return place.progress().of(kata.slug).passed


def solution_of(place: Place, kata: Kata) -> Solution:
    """Return the reference solution in the learner's language, or in the nearest there is; remember the look."""
    workspace = place.required_workspace()
    there = solution_tracks(kata)
    if not there:
        what = say("app.no-solution", slug=kata.slug)
        raise UsageError(what, where=str(kata.solutions), fix="kata hint")
    mine = workspace.folder_of(kata.slug)
    track = detect(mine, workspace.track) if mine.is_dir() else TRACKS.get(workspace.track)
    wanted = (track.slug, track.base, "python") if track else ("python",)
    slug = next((name for name in wanted if name in there), there[0])
    folder = kata.solutions / slug
    if not is_passed(place, kata):
        remember(workspace, kata, "solution")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return Solution(kata, slug, folder, mine, tuple(str(path.relative_to(folder)) for path in files))
