"""What was graded, kept for good: one line a grade, and beside it the whole report.

    STORE/grades.jsonl        one JSON object a line, appended and flushed to the disk before the next begins
    STORE/reports/KEY.json    what the line is about, written before it
    STORE/marks.csv           the last class, for a spreadsheet
    STORE/claims/KEY          locked while somebody grades it, so that two graders share a class

JSON lines and not a database: a killed writer costs at most its own line, a person can read and mend it, and it
travels by git. A line that cannot be read, or whose report is not what it was, is as if it were not there: that
submission is graded again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from runner.errors import MachineError, UsageError
from runner.evidence import Report
from runner.grading.grades import Grade
from runner.platforms.durable import append_line, is_still, write_file
from runner.platforms.file_lock import Claim, ask
from runner.sanitise import single_line
from runner.wire import WireError, from_data, report_from_json, report_to_json, to_data

LONGEST_LINE = 64 * 1024
TRIES = 3


class Turn(Enum):
    """Whether a submission is ours to grade."""

    OURS = "ours"
    THEIRS = "theirs"  # another grader is at it


class Store:
    """The grades of a class; used by several threads, and by several graders at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.unread = 0  # lines that were of no use
        self._kept: dict[str, tuple[Grade, str]] = {}
        self._read_to = 0
        self._turn = threading.Lock()
        with self._told():
            for name in ("reports", "claims"):
                (folder / name).mkdir(parents=True, exist_ok=True)
            if not os.access(folder, os.W_OK):
                raise PermissionError(13, "no permission")
        self._catch_up()
        self._tidy()

    def known(self, key: str) -> Grade | None:
        """Return the final grade that rests on this key, when its report is whole as well."""
        self._catch_up()
        grade, _ = self._kept.get(key, (None, ""))
        return grade if grade is not None and grade.is_final and self.report(key) is not None else None

    def report(self, key: str) -> Report | None:
        """Return the report of a grade that is kept, when it is whole."""
        self._catch_up()
        _, digest = self._kept.get(key, (None, ""))
        try:
            content = self.report_file(key).read_bytes()
            return report_from_json(content) if hashlib.sha256(content).hexdigest() == digest else None
        except (OSError, UsageError):
            return None

    def keep(self, grade: Grade, report: Report) -> None:
        """Keep a grade and its report for good; MachineError when that cannot be done."""
        content = report_to_json(report).encode() + b"\n"
        digest = hashlib.sha256(content).hexdigest()
        line = json.dumps({"grade": to_data(grade), "report": digest}, separators=(",", ":")).encode() + b"\n"
        with self._told(), self._turn:
            write_file(self.report_file(grade.key), content)
            if not any(append_line(self._lines_file, line) for _ in range(TRIES)):
                raise OSError(0, "another program keeps replacing it")

    def report_file(self, key: str) -> Path:
        """Return where the report of a key is kept."""
        return self.folder / "reports" / f"{key}.json"

    @contextlib.contextmanager
    def claimed(self, key: str) -> Iterator[Turn]:
        """Claim a submission for the block; whoever dies gives up what was claimed."""
        path = self.folder / "claims" / key
        with self._told():
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            # The one who had it before may have taken the file away just now.
            is_ours = ask(descriptor) is not Claim.BUSY and is_still(path, descriptor)
            yield Turn.OURS if is_ours else Turn.THEIRS
            if is_ours:
                with contextlib.suppress(OSError):
                    path.unlink()
        finally:
            os.close(descriptor)

    @property
    def _lines_file(self) -> Path:
        return self.folder / "grades.jsonl"

    def _catch_up(self) -> None:
        """Read what was appended since the last look, by whomever."""
        with self._turn, self._told():
            if not self._lines_file.exists():
                return
            with self._lines_file.open("rb") as file:
                file.seek(self._read_to)
                while line := file.readline(LONGEST_LINE):
                    if not line.endswith(b"\n") and len(line) < LONGEST_LINE:
                        break  # torn, or not yet whole
                    self._read_to += len(line)
                    self._take(line)

    def _tidy(self) -> None:
        """Take away what graders left of their claims that were killed."""
        for path in (self.folder / "claims").iterdir():
            with contextlib.suppress(OSError):
                descriptor = os.open(path, os.O_RDWR)
                try:
                    if ask(descriptor) is Claim.HELD and is_still(path, descriptor):
                        path.unlink()
                finally:
                    os.close(descriptor)

    def _take(self, line: bytes) -> None:
        try:
            data = json.loads(line)
            grade = from_data(Grade, data["grade"])
            digest = str(data["report"])
        except (ValueError, KeyError, TypeError, RecursionError, WireError):
            self.unread += 1
            return
        self._kept[grade.key] = (grade, digest)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            what = f"the grades cannot be kept: {reason}"
            fix = "Free some space or make it writable, then run the same command again: what is kept stays kept."
            if isinstance(error, FileExistsError | NotADirectoryError):
                fix = "Name a folder, or a new one: --store FOLDER"
            raise MachineError(what, where=single_line(str(self.folder)), fix=fix) from error
