"""Build a submission before it is started; what was built of the same files before is used again."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from runner import doctor
from runner.errors import LaunchError
from runner.model import Submission
from runner.platforms.here import HERE
from runner.platforms.kinds import MARKER
from runner.server.environment import KEPT_FOR_BUILDS, build_environment, put_first_on_path, substitute
from runner.server.log import read_since, tail_of
from runner.server.process import Order, ServerProcess, Starter, start_cold
from runner.tracks.complaints import first_complaint
from runner.tracks.interpreter import python_for
from runner.words import say

BUILD_SECONDS: Final = 180.0  # for all commands together
BUILD: Final = "${BUILD}"
OUTPUT_LIMIT: Final = 10 * 1024 * 1024
GO_PACKAGE: Final = re.compile(r"no required module provides package (?P<package>[^\s;]+)")
_LONGEST_SHOWN: Final = 160  # of a command
_KEPT: Final = 20  # builds of one track; the oldest give way


@dataclass(frozen=True, slots=True)
class Build:
    """What is to be built, and where what is made of it goes."""

    submission: Submission
    made: Path
    scratch: Path
    is_kept: bool = False  # whether what was made outlives the run

    @property
    def startable(self) -> Submission:
        """Return the submission as it can be started once it is built."""
        return replace(self.submission, start=_filled(self.submission.start, self.made), build=())


def planned(submission: Submission, scratch: Path, cache: Path | None) -> Build:
    """Return where a submission is built: what goes to `${BUILD}` is kept by the digest of what it is made of."""
    if cache is None or not submission.digest or not _builds_apart(submission):
        return Build(submission, scratch / "build", scratch)
    parts = [submission.digest, *_tools(submission)]
    key = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return Build(submission, cache / "builds" / (submission.track or "own") / key, scratch, is_kept=True)


def build(plan: Build, token: str, starter: Starter = start_cold) -> None:
    """Run the build commands in the submission's folder, unless it was built before; LaunchError when one fails.

    The token is the run's: whatever a build leaves running is known by it.
    """
    if not plan.submission.build:
        return
    if not plan.is_kept:
        plan.made.mkdir(parents=True, exist_ok=True)
        _run_all(plan, plan.made, token, starter)
    elif plan.made.is_dir():
        with suppress(OSError):
            os.utime(plan.made)  # still in use
    else:
        _build_and_keep(plan, token, starter)


def _builds_apart(submission: Submission) -> bool:
    return any(BUILD in word for command in submission.build for word in command)


def _filled(command: tuple[str, ...], made: Path) -> tuple[str, ...]:
    return tuple(word.replace(BUILD, str(made)) for word in command)


def _tools(submission: Submission) -> Iterator[str]:
    """Yield the build's commands, and which program each is: an update of a compiler builds anew."""
    for command in submission.build:
        yield " ".join(command)
        found = shutil.which(command[0])
        if found:
            status = Path(found).stat()
            yield f"{Path(found).resolve()} {status.st_size} {status.st_mtime_ns}"


def _build_and_keep(plan: Build, token: str, starter: Starter) -> None:
    builds = plan.made.parent
    builds.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=builds))
    try:
        _run_all(plan, partial, token, starter)
        with suppress(OSError):  # somebody else was faster, with the same result
            partial.rename(plan.made)
        _drop_oldest(builds)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _drop_oldest(builds: Path) -> None:
    with suppress(OSError):
        made = sorted((path for path in builds.iterdir() if path.name[0] != "."), key=lambda path: path.stat().st_mtime)
        for old in made[:-_KEPT]:
            shutil.rmtree(old, ignore_errors=True)


def _run_all(plan: Build, made: Path, token: str, starter: Starter) -> None:
    folder, scratch = plan.submission.folder, plan.scratch
    python = python_for(folder, folder.parent)
    mark = f"{token}.build"
    more = {name: os.environ[name] for name in KEPT_FOR_BUILDS if name in os.environ}
    environment = build_environment(os.environ, (), {}, {**more, MARKER: mark})
    put_first_on_path(environment, python)
    deadline = time.monotonic() + BUILD_SECONDS
    for command in plan.submission.build:
        order = Order(
            name="build",
            command=substitute(_filled(command, made), 0, made, python),
            folder=folder,
            environment=environment,
            port=0,
            data=made,
            log=scratch / "build.log",
            mark=mark,
            output_limit=OUTPUT_LIMIT,
        )
        _run(order, " ".join(command)[:_LONGEST_SHOWN], starter, deadline)


def _run(order: Order, line: str, starter: Starter, deadline: float) -> None:
    try:
        program = ServerProcess(order, starter)
    except (OSError, ValueError) as error:
        if found := doctor.not_for_windows(order.command[0], order.folder):
            what, fix = found
            raise LaunchError(
                say("server.not-built", said=what), where=str(order.folder), fix=fix, cause="build_failed"
            ) from error
        reason = getattr(error, "strerror", None) or error
        raise _failed(say("server.build-not-executed", line=line, reason=reason), order) from error
    try:
        while (code := program.code) is None and time.monotonic() < deadline:
            time.sleep(HERE.poll_seconds)
    finally:
        # What a build leaves running has no place beside the program that is tested.
        program.kill()
    if program.is_flooded:
        raise _failed(say("server.build-flooded", line=line), order)
    if code is None:
        raise _failed(say("server.build-too-long", line=line, seconds=BUILD_SECONDS), order)
    if code:
        raise _failed(say("server.build-failed", line=line, code=code), order)


def _failed(what: str, order: Order) -> LaunchError:
    complaint = first_complaint(read_since(order.log, 0), order.folder)
    if complaint is None:
        said, where, fix = what, str(order.folder), say("server.build-fix")
    elif package := GO_PACKAGE.search(complaint.text):
        said, where = package[0], complaint.where
        fix = say("server.build-fix-go-get", package=package["package"])
    else:
        said, where = complaint.text, ": ".join((complaint.where, *complaint.source))
        fix = say("server.build-fix-line")
    return LaunchError(
        say("server.not-built", said=said), where=where, fix=fix, cause="build_failed", log_tail=tail_of(order.log)
    )
