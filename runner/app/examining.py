"""Look at this machine: what is here, what is missing, and how to get it."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from runner import __version__
from runner.app.place import Place, here
from runner.app.testing import runs_folder
from runner.errors import KataError, WorkspaceError
from runner.model import Tool, Track
from runner.server.leftovers import sweep_leftovers
from runner.sources.folders import folder_names
from runner.tracks.interpreter import PYTHON_NAME, is_managed, python_for
from runner.tracks.registry import TRACKS
from runner.words import say
from runner.workspace import Workspace, read_settings

VERSION_SECONDS = 10.0
_UNTRIED = {"Windows": "app.doctor.untried.windows"}
_LACKING = "import sys\nfrom importlib.util import find_spec\nprint(*[n for n in sys.argv[1:] if find_spec(n) is None])"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor: what was looked at, what was found, and what to do about it."""

    subject: str
    found: str
    fine: bool = True
    fix: str = ""
    optional: bool = False


def examine() -> tuple[Finding, ...]:
    """Return everything that matters for running katas here."""
    findings = [_kata(platform.system())]
    try:
        place = here()
    except KataError as error:
        return (*findings, Finding(say("app.doctor.label.katas"), error.what, fine=False, fix=error.fix))
    findings.append(Finding(say("app.doctor.label.katas"), say("app.doctor.katas", count=len(place.syllabus.katas))))
    pythons = pythons_of(place)
    findings += [_workspace(place), *_pythons(pythons), *_tracks(pythons[0])]
    findings += [_loopback(), _cache(place), _leftovers(place)]
    return tuple(findings)


def _kata(system: str) -> Finding:
    found = f"{__version__}, Python {platform.python_version()}, {system}"
    return Finding("kata", found, fix="" if system == "Linux" else say(_UNTRIED.get(system, "app.doctor.untried")))


def pythons_of(place: Place) -> tuple[str, ...]:
    """Return the Python that programs are started with, then others that start commands of the workspace name."""
    if place.workspace is None:
        return (python_for(place.folder, place.folder),)
    root = place.workspace.root
    chosen = python_for(place.folder if place.folder.is_relative_to(root) else root, root)
    return tuple(dict.fromkeys((chosen, *_named_pythons(place.workspace))))


def _named_pythons(workspace: Workspace) -> Iterator[str]:
    for folder in (workspace.root, *(workspace.root / name for name in folder_names(workspace.root))):
        with contextlib.suppress(WorkspaceError):
            command = read_settings(folder).start
            if command and PYTHON_NAME.fullmatch(Path(command[0]).name) and (found := _found(folder, command[0])):
                yield found


def _found(folder: Path, program: str) -> str | None:
    return shutil.which(str(folder / program) if "/" in program else program)


def _pythons(pythons: tuple[str, ...]) -> Iterator[Finding]:
    yield Finding(say("app.doctor.label.interpreter"), say("app.doctor.python", python=_neutral(Path(pythons[0]))))
    for other in pythons[1:]:
        missing = _missing_modules(other)
        lacking = say("app.doctor.missing", names=", ".join(missing)) if missing else say("app.doctor.ready")
        yield Finding(
            say("app.doctor.label.interpreter"),
            say("app.doctor.named-python", python=_neutral(Path(other)), lacking=lacking),
        )


def _missing_modules(python: str) -> tuple[str, ...]:
    """Return which modules of the tracks a Python does not find."""
    modules = tuple(dict.fromkeys(module for track in TRACKS.values() for module in track.modules))
    if python == sys.executable:
        return tuple(name for name in modules if find_spec(name) is None)
    command = [python, "-c", _LACKING, *modules]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=VERSION_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return modules
    return modules if done.returncode else tuple(done.stdout.split())


def _workspace(place: Place) -> Finding:
    if place.workspace is None:
        return Finding(
            say("app.doctor.label.workspace"),
            say("app.doctor.no-workspace.found"),
            fix=say("app.doctor.no-workspace.fix"),
        )
    root = place.workspace.root
    if not os.access(root, os.W_OK):
        fix = say("app.doctor.read-only.fix")
        return Finding(
            say("app.doctor.label.workspace"),
            say("app.doctor.read-only.found", root=_neutral(root)),
            fine=False,
            fix=fix,
        )
    return Finding(
        say("app.doctor.label.workspace"), f"{_neutral(root)}, {place.workspace.track or say('app.doctor.own-start')}"
    )


def _tracks(python: str) -> Iterator[Finding]:
    missing = _missing_modules(python)
    for track in TRACKS.values():
        yield _track(track, python, [name for name in track.modules if name in missing])


def _track(track: Track, python: str, missing: list[str]) -> Finding:
    if missing:
        fix = f"{_neutral(Path(python))} -m pip install {' '.join(missing)}"
        if is_managed(python):
            fix = say("app.doctor.managed", python=python, names=" ".join(missing))
        return Finding(
            track.slug, say("app.doctor.missing", names=", ".join(missing)), fine=False, fix=fix, optional=True
        )
    for tool in track.needs:
        if shutil.which(tool.name) is None:
            return Finding(
                track.slug, say("app.doctor.not-installed", name=tool.name), fine=False, fix=tool.install, optional=True
            )
    if track.folders and not any((parent / each).is_dir() for each in track.folders for parent in _around()):
        lacking = say("app.doctor.not-installed", name=Path(track.folders[0]).name)
        return Finding(track.slug, lacking, fine=False, fix=track.setup, optional=True)
    return Finding(track.slug, ", ".join(filter(None, map(_version, track.needs))) or say("app.doctor.ready"))


def _around() -> tuple[Path, ...]:
    """Return the folders in which a program of this workspace would find its libraries."""
    place = here()
    start = place.workspace.root if place.workspace else place.folder
    return (start, *start.parents)


def _version(tool: Tool) -> str:
    try:
        done = subprocess.run(
            tool.version_command, capture_output=True, text=True, timeout=VERSION_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return say("app.doctor.no-version", name=tool.name)
    return next(iter((done.stdout or done.stderr).strip().splitlines()), "")


def _loopback() -> Finding:
    try:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            socket.create_connection(listener.getsockname(), timeout=1).close()
    except OSError as error:
        fix = say("app.doctor.loopback.fix")
        return Finding(
            say("app.doctor.label.loopback"),
            say("app.doctor.loopback.found", reason=error.strerror),
            fine=False,
            fix=fix,
        )
    return Finding(say("app.doctor.label.loopback"), say("app.doctor.loopback.fine"))


def _cache(place: Place) -> Finding:
    if place.cache is None:
        return Finding(say("app.doctor.label.cache"), say("app.doctor.cache.none"), optional=True)
    return Finding(say("app.doctor.label.cache"), say("app.doctor.cache.fine"))


def _leftovers(place: Place) -> Finding:
    swept = sweep_leftovers(runs_folder(place.cache))
    return Finding(
        say("app.doctor.label.leftovers"), say("app.doctor.swept", count=swept) if swept else say("app.doctor.none")
    )


def _neutral(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
