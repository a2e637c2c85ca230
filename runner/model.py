"""The frozen records that every part speaks in. Tuples, not lists; enums, not booleans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Status(StrEnum):
    """How a check ended; only `passed` earns points, and only `failed` is the program's fault."""

    PASSED = "passed"
    FAILED = "failed"
    ERRORED = "errored"  # suite, sandbox or runner at fault: never held against the learner
    SKIPPED = "skipped"  # a check that it depends on did not pass
    NOT_RUN = "not_run"  # time ran out


class Visibility(StrEnum):
    """Who may see a check: everyone, only its title and verdict, only the instructor's grading."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    RESERVED = "reserved"


class Scope(StrEnum):
    """For whom a run is made, and so which checks are in it."""

    LEARNER = "learner"  # what is reserved for grading stays out
    WHOLE = "whole"


class Sharing(StrEnum):
    """Whether a check shares its server (or data folder) with others or gets a new one."""

    SHARED = "shared"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True)
class Rule:
    """One numbered promise of the kata's README."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Deadlines of a kata, in seconds."""

    start: float = 10.0
    check: float = 20.0
    suite: float = 120.0


# Stands in a slug between the name of an installed pack and the kata's own, which never holds it.
PACK_MARK = "--"


@dataclass(frozen=True, slots=True)
class Kata:
    """One exercise: what it teaches, what it demands, and the folders where its parts are."""

    slug: str
    title: str
    stage: str
    teaches: str
    requires: tuple[str, ...]
    rules: tuple[Rule, ...]
    hints: tuple[str, ...]
    folder: Path
    solutions: Path
    limits: Limits = Limits()
    services: tuple[str, ...] = ()
    env: tuple[tuple[str, str], ...] = ()
    points: tuple[tuple[str, int], ...] = ()  # of checks that a pack weighs otherwise than the suite does
    sockets: bool = False  # whether it is solved with plain sockets, where a library for HTTP would do its work

    @property
    def name(self) -> str:
        """Return what a person calls it: `pack/slug` for a kata of an installed pack."""
        return self.slug.replace(PACK_MARK, "/")

    @property
    def suite_folder(self) -> Path:
        """Return the folder of the hidden suite."""
        return self.folder / "suite"

    @property
    def checks_file(self) -> Path:
        """Return the declarative suite."""
        return self.suite_folder / "checks.yaml"


@dataclass(frozen=True, slots=True)
class Stage:
    """A named group of katas in the order of the syllabus."""

    id: str
    title: str
    katas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Borrowing:
    """What a pack takes from the katas that came with kata."""

    rest: bool  # whether those that no stage lists follow after the pack's own
    hide: tuple[str, ...] = ()
    points: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()  # of checks, by kata


@dataclass(frozen=True, slots=True)
class Syllabus:
    """All katas in order, grouped by stage."""

    stages: tuple[Stage, ...]
    katas: tuple[Kata, ...]
    borrowing: Borrowing | None = None

    def find(self, slug: str) -> Kata | None:
        """Return the kata of that name, if there is one."""
        return next((kata for kata in self.katas if kata.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a hidden suite as its author wrote it; `steps` is the plain data of `checks.yaml`."""

    id: str
    rule: str
    title: str
    why: str
    points: int = 1
    visibility: Visibility = Visibility.SHOWN
    depends_on: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    server: Sharing = Sharing.SHARED
    data: Sharing = Sharing.SHARED
    env: tuple[tuple[str, str], ...] = ()
    deadline: float | None = None
    steps: tuple[Mapping[str, Any], ...] = ()
    python: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that a track needs, and the line that installs it."""

    name: str
    version_command: tuple[str, ...]
    install: str


@dataclass(frozen=True, slots=True)
class Libraries:
    """Where the libraries that programs of a stack name lie on a machine, and where in a cell, which has no network."""

    kept: str  # `~` is the home folder, `${CACHE}` ours; a relative one is looked for upwards from where kata is called
    place: str  # in the cell, where nobody can write
    named_by: str = ""  # a variable that may name another folder
    env: tuple[tuple[str, str], ...] = ()  # by which programs in the cell find it
    made_by: tuple[tuple[str, ...], ...] = ()  # commands that fill it before the first submission


@dataclass(frozen=True, slots=True)
class Track:
    """How programs of one stack are recognised, built and started.

    `build` and `run` are commands without a shell; `${PORT}`, `${KATA_DATA}`, `${PYTHON}` and, for what is built,
    `${BUILD}` are substituted.
    """

    slug: str
    title: str
    entry: str
    run: tuple[str, ...]
    build: tuple[tuple[str, ...], ...] = ()
    edit: str = ""  # the file that a learner works in, where that is not the entry
    env: tuple[tuple[str, str], ...] = ()
    marks: tuple[str, ...] = ()  # patterns of lines in the entry file that tell this track from another of that entry
    needs: tuple[Tool, ...] = ()
    modules: tuple[str, ...] = ()  # Python modules that must be importable
    patience: float = 0.0  # seconds that a program may take to listen, where a kata's own limit is shorter
    folders: tuple[str, ...] = ()  # of libraries; a relative one is looked for upwards from the program
    setup: str = ""  # what is to be typed once in the workspace before programs of this track can be started
    formatter: str = ""  # what tidies a program up, typed in its folder; nothing of kata calls it
    base: str = ""  # the track without the framework, whose stubs serve katas that go without one
    libraries: tuple[Libraries, ...] = ()  # that submissions may use when they are graded


@dataclass(frozen=True, slots=True)
class Submission:
    """A learner's program: where it is and how it is built and started."""

    kata: str
    folder: Path
    start: tuple[str, ...]
    track: str = ""
    build: tuple[tuple[str, ...], ...] = ()
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One run to make: a submission against a kata's suite, with a seed."""

    kata: Kata
    submission: Submission
    seed: int
    only: tuple[str, ...] = ()  # ids of the checks to run (and those they depend on); empty: all
    sandbox: str = "plain"
    scope: Scope = Scope.LEARNER


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line of the history: a finished run of a kata (or another thing worth remembering)."""

    kata: str
    at: str  # RFC 3339, UTC
    event: str = "test"  # test, hint, solution, skip, reset, open
    status: Status = Status.FAILED
    points: int = 0
    possible: int = 0
    track: str = ""
    seconds: float = 0.0
    digest: str = ""
    id: str = ""  # unique: two merged histories drop doubles by it


@dataclass(frozen=True, slots=True)
class KataProgress:
    """What is known of one kata from the history."""

    slug: str
    passed: bool = False
    best_points: int = 0
    possible: int = 0
    attempts: int = 0
    hints_shown: int = 0
    skipped: bool = False
    solution_seen: bool = False
    first_at: str = ""
    passed_at: str = ""
    last_at: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known of every kata that was touched."""

    katas: tuple[KataProgress, ...] = field(default=())

    def of(self, slug: str) -> KataProgress:
        """Return what is known of one kata; nothing known is a blank record."""
        return next((known for known in self.katas if known.slug == slug), KataProgress(slug))


@dataclass(frozen=True, slots=True)
class Practice:
    """How much somebody has practised."""

    attempts: int = 0
    days: int = 0
    streak: int = 0  # days in a row up to today, or up to yesterday when today is still to come
    seconds: float = 0.0  # at work: pauses of more than half an hour left out
