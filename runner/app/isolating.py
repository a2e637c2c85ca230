"""Isolated grading on this machine: what it gives, whether that is enough, and the executor that uses it."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from runner.app.libraries import library_environment, library_sources
from runner.app.place import Place
from runner.app.testing import runs_folder
from runner.errors import SandboxError
from runner.executors.cell import Plan
from runner.executors.isolated import IsolatedExecutor
from runner.executors.limited import LimitedExecutor
from runner.executors.probing import probe
from runner.platforms.proc import kernel_setting
from runner.platforms.users import is_root
from runner.sandboxes import remedies, seccomp
from runner.sandboxes.assessment import Assessment, Layer, Level, State, is_enough
from runner.sandboxes.bubblewrap import OLDEST, PROGRAM
from runner.sandboxes.limits import ALLOWANCE, MEGABYTE
from runner.sandboxes.slots import SLOTS
from runner.sandboxes.view import (
    View,
    covering,
    interpreter_places,
    program_places,
    system_view,
    with_more,
    with_places,
)
from runner.server.leftovers import registered_run, sweep_leftovers
from runner.sources.installed import installed_packs
from runner.suites.starting import ROOT
from runner.tracks.registry import TRACKS

_SEARCH = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
_VERSION_SECONDS = 10.0
_WALLS = frozenset({"cell", "self-test"})
_NEEDED = frozenset({"user", "limits"})  # without these nothing is left of isolation
_WITHIN_A_CELL = frozenset({"filter", "memory"})
_DOCTOR = "kata doctor --grade shows every layer"


def grading_executor(place: Place, *, accepted: str = "full") -> IsolatedExecutor | LimitedExecutor:
    """Return the executor for what nobody trusts; SandboxError when the machine gives less than is accepted."""
    assessment = isolation_of(place)
    is_root = any(layer.name == "user" for layer in assessment.missing)
    if is_root or not is_enough(assessment.level, Level(accepted)):
        raise _refusal(assessment, Level(accepted))
    return _executor(place, assessment)


def isolation_of(place: Place) -> Assessment:
    """Return what this machine gives, layer by layer; the self-test is run for it."""
    if not _is_linux():
        return Assessment(
            Level.NONE, (Layer("cell", f"not on {platform.system()}", State.MISSING, remedies.ELSEWHERE),)
        )
    around = _surroundings()
    layers = [Layer("verdict", "only what kata's own process reports through its own pipe"), _user(around)]
    layers += [_cell(around), _limits(), _memory(), _filter()]
    if all(layer.state is not State.MISSING for layer in layers):
        layers.append(_self_test(place, around))
    if any(layer.state is State.MISSING for layer in layers if layer.name in _WALLS):
        layers = [_fallen(layer) for layer in layers]
    return Assessment(_level(layers), tuple(layers))


def _is_linux() -> bool:
    return platform.system() == "Linux"


def _fallen(layer: Layer) -> Layer:
    """Return a layer as it is where no cell can be used."""
    if layer.name not in _WITHIN_A_CELL or layer.state is State.MISSING:
        return layer
    return Layer(layer.name, "only in a cell", State.MISSING)


def _level(layers: list[Layer]) -> Level:
    missing = {layer.name for layer in layers if layer.state is State.MISSING}
    if not missing:
        return Level.FULL
    return Level.NONE if missing & _NEEDED else Level.REDUCED


def _refusal(found: Assessment, accepted: Level) -> SandboxError:
    # Who accepts less than all lacks what even that needs.
    needed = [layer for layer in found.missing if accepted is Level.FULL or layer.name in _NEEDED]
    first = next((layer for layer in needed if layer.fix), found.missing[0])
    what = f"this machine does not keep submissions apart: {first.name}: {first.by}"
    return SandboxError(what, where=f"isolation: {found.isolation} ({_DOCTOR})", fix=first.fix or found.fix)


def _executor(place: Place, assessment: Assessment) -> IsolatedExecutor | LimitedExecutor:
    folder = runs_folder(place.cache)
    sweep_leftovers(folder)
    missing = {layer.name for layer in assessment.missing}

    def register() -> AbstractContextManager[str]:
        return registered_run(folder)

    if not missing:
        plan, seen = plan_for(place)
        return IsolatedExecutor(plan, seen, place.cache, register, assessment.isolation)
    allowance = None if "limits" in missing or not _is_linux() else ALLOWANCE
    return LimitedExecutor(place.cache, register, assessment.isolation, _python(), allowance)


# The layers


def _user(around: remedies.Surroundings) -> Layer:
    if not is_root():
        return Layer("user", "yours, in namespaces of its own", State.REPLACED)
    for tool in ("setpriv", "unshare", "mount"):
        if shutil.which(tool) is None:
            by = f"{tool} is not installed, and nothing of a submission may run as root"
            return Layer("user", by, State.MISSING, remedies.install_line("util-linux", around))
    return Layer("user", f"{SLOTS.start} to {SLOTS.stop - 1}, one for each cell; never root")


def _limits() -> Layer:
    if shutil.which("prlimit") is None:
        fix = remedies.install_line("util-linux", _surroundings())
        return Layer("limits", "prlimit is not installed", State.MISSING, fix)
    allowed = f"{ALLOWANCE.processes} processes, {ALLOWANCE.files} files, {ALLOWANCE.memory // MEGABYTE} MB a process"
    return Layer("limits", f"prlimit: {allowed}, {ALLOWANCE.disk // MEGABYTE} MB on disk")


def _memory() -> Layer:
    return Layer("memory", f"a watchdog: {ALLOWANCE.all_memory // MEGABYTE} MB together", State.REPLACED)


def _filter() -> Layer:
    machine = platform.machine()
    if not seccomp.is_known(machine):
        fix = "grade on x86_64 or aarch64, or accept it: --accept-isolation=reduced"
        return Layer("filter", f"the system calls of {machine} are not known to kata", State.MISSING, fix)
    return Layer("filter", f"seccomp, for {machine}")


def _cell(around: remedies.Surroundings) -> Layer:
    found = shutil.which(PROGRAM)
    if found is None:
        return Layer("cell", "bubblewrap is not installed", State.MISSING, remedies.install_line("bubblewrap", around))
    version = _version_of(found)
    oldest = ".".join(map(str, OLDEST))
    if tuple(map(int, re.findall(r"\d+", version)[:2])) < OLDEST:
        by = f"{version or PROGRAM} is too old, {oldest} is needed"
        return Layer("cell", by, State.MISSING, remedies.install_line("bubblewrap", around))
    return Layer("cell", f"{version}: own network, processes, files")


def _version_of(program: str) -> str:
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=_VERSION_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


def _self_test(place: Place, around: remedies.Surroundings) -> Layer:
    plan, seen = plan_for(place)
    with registered_run(runs_folder(place.cache)) as token:
        try:
            probed = probe(plan, seen, _secrets(place), token)
        except SandboxError as error:
            fix = remedies.allowing_line(error.what, around)
            return Layer("self-test", f"no cell can be made: {error.what}", State.MISSING, fix)
    if probed.seen:
        by = f"a program in a cell saw what it must not see: {'; '.join(probed.seen)}"
        return Layer("self-test", by, State.MISSING, "report this as a bug of kata, with the line above")
    return Layer("self-test", f"{probed.tried} attempts to break out, all in vain")


def _surroundings() -> remedies.Surroundings:
    knobs = {name: kernel_setting(name) for name in remedies.KNOBS}
    return remedies.Surroundings(
        release=remedies.release_from(_text(Path("/etc/os-release"))),
        knobs={name: value for name, value in knobs.items() if value},
        is_root=is_root(),
        is_container=Path("/.dockerenv").exists() or Path("/run/.containerenv").exists(),
    )


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


# The plan


def plan_for(place: Place) -> tuple[Plan, View]:
    """Return what all cells have in common, and what a server sees in one."""
    python = _python()
    system = system_view()
    tools = _tools()
    seen = with_places(
        system, (*interpreter_places(python), *(part for tool in tools for part in program_places(tool)))
    )
    bubblewrap = shutil.which(PROGRAM) or PROGRAM
    ours = with_places(seen, (*interpreter_places(sys.executable), ROOT / "runner", *program_places(bubblewrap)))
    libraries = library_sources(place)
    sources = {shown: shown for shown in ours.places if shown not in system.places}
    sources |= {shown: str(folder) for shown, folder in libraries.items()}
    environment = _environment(python, (*tools, bubblewrap)) | library_environment(libraries)
    plan = Plan(bubblewrap, with_more(ours, libraries), sources, environment, ALLOWANCE)
    return plan, with_more(covering(seen, _secrets(place)), libraries)


def _secrets(place: Place) -> tuple[Path, ...]:
    packs = [pack.root for pack in installed_packs()]
    return (ROOT / "runner", ROOT / "katas", ROOT / "solutions", place.pack, *packs)


def _python() -> str:
    """Return the Python that runs submissions: never one that a submission brings along."""
    chosen = os.environ.get("VIRTUAL_ENV", "")
    python = Path(chosen, "bin", "python").absolute()
    return str(python) if chosen and os.access(python, os.X_OK) else sys.executable


def _tools() -> tuple[str, ...]:
    names = dict.fromkeys(tool.name for track in TRACKS.values() for tool in track.needs)
    return tuple(found for name in names if (found := shutil.which(name)))


def _environment(python: str, tools: tuple[str, ...]) -> dict[str, str]:
    folders = [str(Path(tool).parent) for tool in tools]
    environment = {
        "PATH": os.pathsep.join(dict.fromkeys([*folders, *_SEARCH])),
        "HOME": "/tmp",  # noqa: S108 (the cell's)
        "TMPDIR": "/tmp",  # noqa: S108 (the cell's)
        "USER": "kata",
        "LOGNAME": "kata",
        "LANG": "C.UTF-8",
    }
    if python != sys.executable:
        environment["VIRTUAL_ENV"] = str(Path(python).parent.parent)
    if os.environ.get("TZ"):
        environment["TZ"] = os.environ["TZ"]
    return environment
