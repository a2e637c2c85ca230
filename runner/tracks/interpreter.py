"""Which interpreter runs a program: a Python beside the learner's work, or one of the machine's tools."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from runner.errors import MachineError
from runner.model import Tool, Track
from runner.words import say

PYTHON_NAME = re.compile(r"(?:python|pypy)[\d.]*(?:\.exe)?")  # of the program in a command
_PYTHON_PLACES = ("bin/python", "Scripts/python.exe")


def python_for(folder: Path, workspace: Path) -> str:
    """Return the Python for a submission: the `.venv` beside it, else VIRTUAL_ENV, else kata's own; never a shim."""
    return _environment_python(folder, workspace) or sys.executable


def is_bare(folder: Path, workspace: Path) -> bool:
    """Tell whether a submission's Python is kata's own, for want of an environment that is the learner's."""
    return not _environment_python(folder, workspace)


def _environment_python(folder: Path, workspace: Path) -> str:
    outer = os.environ.get("VIRTUAL_ENV", "")
    environments = [folder / ".venv", workspace / ".venv", *([Path(outer)] if outer else [])]
    for environment in environments:
        for place in _PYTHON_PLACES:
            # The link itself, not its target: that is what makes it this environment's Python.
            if os.access(environment / place, os.X_OK):
                return str((environment / place).absolute())
    return ""


def require_tools(track: Track) -> None:
    """Raise MachineError, with the line that installs it, when a tool of the track is missing."""
    import shutil  # slow to load, and `kata next` needs no tools

    for tool in track.needs:
        if shutil.which(tool.name) is None:
            raise _missing(tool, track)


def require_libraries(track: Track, folder: Path) -> None:
    """Raise MachineError, with the line that installs them, when libraries of the track cannot be found from there."""
    for wanted in track.folders:
        if not any((parent / wanted).is_dir() for parent in (folder, *folder.parents)):
            raise MachineError(
                say("tracks.no-library.what", name=Path(wanted).name, title=track.title),
                where=say("tracks.no-library.where", wanted=wanted, folder=folder),
                fix=say("tracks.no-library.fix", setup=track.setup),
            )


def _missing(tool: Tool, track: Track) -> MachineError:
    return MachineError(
        say("tracks.missing.what", name=tool.name, title=track.title),
        where=say("tracks.missing.where", name=tool.name),
        fix=say("tracks.missing.fix", install=tool.install),
    )


def is_managed(python: str) -> bool:
    """Tell whether the system keeps a Python to itself, so that nothing may be installed into it."""
    path = Path(python)
    if (path.parent.parent / "pyvenv.cfg").is_file():
        return False
    real = path.resolve()
    version = real.name if real.name.startswith("python3.") else "python3*"
    return any((real.parent.parent / "lib").glob(f"{version}/EXTERNALLY-MANAGED"))
