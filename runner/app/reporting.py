"""Stored reports in, any format out: on the screen, or into several files at once, whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from runner.errors import MachineError, UsageError
from runner.evidence import Report
from runner.judge import judge
from runner.platforms.unfollowed import new_file
from runner.ports import Surroundings
from runner.reporters.registry import REPORTERS
from runner.strict_models import did_you_mean
from runner.wire import GIVE_ANOTHER, RUN_AGAIN, report_from_json
from runner.withholding import unveiled, withheld

FORMATS = tuple(REPORTERS)
# Formats that hold a report as it is; in the others a check that is shown to its instructor looks as any other.
_FAITHFUL = frozenset({"json"})


@dataclass(frozen=True, slots=True)
class Target:
    """A format, and the file that it is written to."""

    format: str
    path: Path


def targets_of(texts: Sequence[str]) -> tuple[Target, ...]:
    """Return the targets that several `FORMAT=FILE` name; UsageError when one can't be what is meant."""
    targets = tuple(map(_target, texts))
    paths = [target.path for target in targets]
    for path in paths:
        if paths.count(path) > 1:
            what = "two formats would be written to one file"
            raise UsageError(what, where=str(path), fix="give each --output a file of its own")
        _refuse_what_is_no_file(path)
    return targets


def _target(text: str) -> Target:
    name, mark, file = text.partition("=")
    if not (mark and file):
        what = f"'{text[:60]}' names no format and file"
        raise UsageError(what, fix="--output FORMAT=FILE, such as --output junit=report.xml")
    return Target(known_format(name), Path(file))


def known_format(name: str) -> str:
    """Return a format's name, or say which there are."""
    if name in FORMATS:
        return name
    fix = did_you_mean(name, FORMATS) or f"choose one of: {', '.join(FORMATS)}"
    raise UsageError(f"there is no format '{name[:60]}'", fix=fix)


def read_reports(content: bytes, name: str) -> tuple[Report, ...]:
    """Return the reports of a file: one, a list of them, or one a line; UsageError says which is broken, and how."""
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        lines = [(f"{name}:{number}", line) for number, line in enumerate(content.splitlines(), 1) if line.strip()]
    else:
        listed = whole if isinstance(whole, list) else [whole]
        lines = [(name, json.dumps(each).encode()) for each in listed]
    if not lines:
        what = "there is no report in it"
        raise UsageError(what, where=name, fix=GIVE_ANOTHER)
    return tuple(_report(line, where) for where, line in lines)


def render(reports: Sequence[Report], form: str, surroundings: Surroundings, *, with_hidden: bool) -> str:
    """Return reports in a format; what hidden checks sent is left out unless it is asked for."""
    if not with_hidden:
        seen = [withheld(report) for report in reports]
    else:
        seen = list(reports) if form in _FAITHFUL else [unveiled(report) for report in reports]
    return REPORTERS[form](seen, surroundings).rstrip("\n") + "\n"


def write_all(
    reports: Sequence[Report], targets: Sequence[Target], surroundings: Surroundings, *, with_hidden: bool
) -> None:
    """Write reports in several formats: every file whole, and none at all when one of them can't be written."""
    texts = {target.path: render(reports, target.format, surroundings, with_hidden=with_hidden) for target in targets}
    written: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            with _told(path):
                written[path] = _write_beside(path, text)
        for path, temporary in written.items():
            with _told(path):
                temporary.replace(path)
    finally:
        for temporary in written.values():
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def _report(line: bytes, where: str) -> Report:
    try:
        report = report_from_json(line)
    except UsageError as error:
        raise UsageError(error.what, where=where, fix=error.fix) from error
    told, counted = report.verdict, judge(report.outcomes)
    if (told.status, told.points, told.possible) != (counted.status, counted.points, counted.possible):
        what = (
            f"it says {told.points} of {told.possible} points ({told.status}), and its checks add up to "
            f"{counted.points} of {counted.possible} ({counted.status})"
        )
        raise UsageError(what, where=where, fix=RUN_AGAIN)
    return report


def _write_beside(path: Path, text: str) -> Path:
    _refuse_what_is_no_file(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:100]}.{os.getpid()}-{os.urandom(4).hex()}.part")
    # Exclusively and without following a link: nobody else's file is ever written through.
    with new_file(temporary) as file:
        file.write(text.encode("utf-8", "backslashreplace"))
        file.flush()
        os.fsync(file.fileno())
    return temporary


def _refuse_what_is_no_file(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        what = "a report is only written to a plain file, and this is " + ("a link" if stat.S_ISLNK(mode) else "none")
        raise UsageError(what, where=str(path), fix="name another file")


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"the report was not written: {(error.strerror or str(error)).lower()}"
        raise MachineError(what, where=str(path), fix="name a file in a folder that you may write") from error
