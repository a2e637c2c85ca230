"""The log of a GitHub job: the report for people, in which no line is a command, then our own annotations.

Annotations stand on the learner's file. GitHub shows ten errors of a step, so the first failures come first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from runner.evidence import Outcome, Report
from runner.model import Status, Visibility
from runner.ports import Surroundings
from runner.reporters.marks import (
    explained,
    headline,
    isolation_line,
    isolation_of,
    marks_of,
    needs_a_human,
    never_ready,
)
from runner.sanitise import ci_line, ci_log
from runner.tracks.registry import TRACKS
from runner.words import say

MOST = 10
LONGEST = 1000
CHECKOUT = "GITHUB_WORKSPACE"
SOURCES = frozenset(
    {".py", ".js", ".mjs", ".cjs", ".ts", ".java", ".kt", ".go", ".rs", ".rb", ".php", ".c", ".cpp", ".cs", ".ex"}
)
# `app.py:12`, `File "/home/x/app.py", line 12` and `(/home/x/app.js:12:5)`, as doctor, Python and Node name a place.
_PLACES = (
    re.compile(r'File "(?P<file>[^"\n]+)", line (?P<line>\d{1,6})(?!\d)'),
    re.compile(r"(?P<file>[^\s():\"'<>]+\.\w{1,5}):(?P<line>\d{1,6})(?!\d)"),
)


def render(reports: Sequence[Report], surroundings: Surroundings, text: Callable[[Sequence[Report]], str]) -> str:
    """Return what the job prints; `text` makes the report for people."""
    root = surroundings.get(CHECKOUT, "")
    errors = [command for report in reports for command in _errors(report, root)]
    sums = _command("notice", f"title={_property('kata')}", f"{headline(reports)} ({isolation_line(reports)})")
    return "\n".join([ci_log(text(reports)), *errors[:MOST], sums]) + "\n"


def render_outputs(reports: Sequence[Report], result: str) -> str:
    """Return the outputs of a step: the sums, whether the work passes, and the `result` for the Classroom reporter."""
    marks = marks_of(reports)
    isolation = isolation_of(reports)
    outputs = {"isolation": isolation, "status": marks.status, "score": marks.points, "max-score": marks.possible}
    outputs["result"] = result
    return "".join(f"{name}={value}\n" for name, value in outputs.items())


def _errors(report: Report, root: str) -> Iterator[str]:
    if needs_a_human(report):
        words = headline([report]) if report.refused else say("reports.ours.run")
        yield _command("warning", f"title={_property(report.title or report.kata)}", words)
    elif report.launch is not None:
        place = _place(report, root, report.launch.where, report.launch.log_tail)
        yield _command("error", f"{place}title={_property(report.title or report.kata)}", never_ready(report.launch))
    for outcome in report.outcomes:
        if outcome.status is Status.FAILED:
            yield _failed(outcome, report, root)


def _failed(outcome: Outcome, report: Report, root: str) -> str:
    told = outcome.failure if outcome.visibility is Visibility.SHOWN else None
    place = _place(report, root, told.where if told else "", told.log if told else "")
    return _command("error", f"{place}title={_property(outcome.title)}", explained(outcome, report))


def _place(report: Report, root: str, where: str, log: str) -> str:
    """Return the learner's file and line as properties, as seen from the checkout; nothing when it lies elsewhere."""
    folder = Path(report.folder)
    if not (root and report.folder and folder.is_relative_to(root)):
        return ""
    inside = PurePosixPath(folder.relative_to(root).as_posix())
    found = next(_own_places(where, folder), None) or next(_own_places(log, folder), None)
    if found is None:
        entry = TRACKS[report.track].entry if report.track in TRACKS else ""
        return f"file={_property(str(inside / entry))},line=1," if entry else ""
    file, line = found
    return f"file={_property(str(inside / file))},line={line},"


def _own_places(text: str, folder: Path) -> Iterator[tuple[str, int]]:
    """Yield the places in the learner's folder that a text names, where it broke first."""
    frames, others = ([*pattern.finditer(text)] for pattern in _PLACES)
    for match in (*reversed(frames), *others):  # Python names the innermost last, Node first
        path = Path(match["file"])
        inside = path.relative_to(folder) if path.is_relative_to(folder) else path
        if not inside.is_absolute() and ".." not in inside.parts and inside.suffix in SOURCES:
            yield inside.as_posix(), int(match["line"])


def _command(kind: str, properties: str, message: str) -> str:
    return f"::{kind} {properties}::{_escaped(message[:LONGEST])}"


def _property(text: str) -> str:
    return _escaped(ci_line(text)).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    # A line end would begin a command of its own.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
