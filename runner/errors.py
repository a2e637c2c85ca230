"""The errors that a person can meet.

Each says what is wrong, where, and how to go on, and owns the exit code of its kind:

    KataError                 5  (never raised itself)
    ├── UsageError            2  the command line asks for something that is not there
    ├── PackError             4  a kata or pack is broken: the author's fault; holds every mistake found
    ├── WorkspaceError        1  the learner's folder is in the way or missing something
    ├── LaunchError           3  the learner's program did not build, start or become ready
    ├── MachineError          5  this machine lacks something, or kata itself is at fault
    │   └── SandboxError      5  the sandbox was refused
    └── SuiteError            4  the hidden suite itself broke
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar, NamedTuple


class ExitCode(IntEnum):
    """What the process tells its caller; several at once: 130, 5, 4, 3, 1 in that order."""

    PASSED = 0
    FAILED = 1
    USAGE = 2
    NOT_READY = 3
    BROKEN_KATA = 4
    MACHINE = 5
    INTERRUPTED = 130


# Not a dataclass: this module is loaded at every TAB, and dataclasses take a millisecond to make.
class Mistake(NamedTuple):
    """One mistake in an author's file, with its place (1-based) and the way to mend it."""

    file: str
    line: int
    column: int
    message: str
    fix: str = ""
    source: str = ""


class KataError(Exception):
    """An error with three parts: what, where, how to go on."""

    exit_code: ClassVar[ExitCode] = ExitCode.MACHINE

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.fix = fix


class UsageError(KataError):
    """The command line names something that is not there."""

    exit_code = ExitCode.USAGE


class PackError(KataError):
    """A kata or pack is broken; `mistakes` holds all that were found."""

    exit_code = ExitCode.BROKEN_KATA

    def __init__(self, what: str, *, mistakes: tuple[Mistake, ...] = (), where: str = "", fix: str = "") -> None:
        super().__init__(what, where=where, fix=fix)
        self.mistakes = mistakes


class WorkspaceError(KataError):
    """The learner's folder is missing something or has something in the way."""

    exit_code = ExitCode.FAILED


class LaunchError(KataError):
    """The learner's program did not build, start or become ready; carries its last log lines."""

    exit_code = ExitCode.NOT_READY

    def __init__(self, what: str, *, where: str = "", fix: str = "", cause: str = "exited", log_tail: str = "") -> None:
        super().__init__(what, where=where, fix=fix)
        self.cause = cause
        self.log_tail = log_tail


class MachineError(KataError):
    """The machine lacks a tool, or kata itself is at fault."""


class SandboxError(MachineError):
    """The sandbox was refused on this machine."""


class SuiteError(KataError):
    """The hidden suite itself broke: never the learner's fault."""

    exit_code = ExitCode.BROKEN_KATA
