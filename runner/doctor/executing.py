"""Why the system would not start a command."""

from __future__ import annotations

import errno
import os
import re
import shutil
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

from runner.doctor.evidence import Evidence, tail
from runner.evidence import LaunchFinding
from runner.platforms.here import HERE
from runner.tracks.complaints import clean_lines, text_of
from runner.words import say

_NOT_FOUND = re.compile(
    r"env: \W?(?P<env>[\w./+-]+)\W?: No such file or directory"
    r"|: (?P<shell>[\w./+-]+): (?:command )?not found|command not found: (?P<zsh>[\w./+-]+)"
    r"|: line \d+: (?P<bash>[\w.+-]*/[\w./+-]+): No such file or directory"
)
_PACKAGE_TOOLS = frozenset({"npm", "npx", "yarn", "pnpm"})
_PACKAGE_SCRIPTS = "package.json"  # whose lines these tools have a shell play
# Of names that are equally near, what servers are written for comes first.
_USUAL = ("python3", "python", "node", "nodejs", "npm", "npx", "php", "java", "ruby", "go", "perl", "bash", "sh")
# Right as they are, however close to another program, and only not installed.
_KNOWN = frozenset(
    {*_USUAL, "deno", "bun", "cargo", "dotnet", "gunicorn", "uvicorn", "flask", "fastapi", "mvn", "javac"}
)
_SHORT = 4  # a shorter word is close to too many
_CLOSE = 0.7
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9.+_-]{0,39}")
_SHELL_SCRIPTS = frozenset({".sh", ".bash", ""})


def cannot_execute(command: tuple[str, ...], folder: Path, error: Exception) -> LaunchFinding:
    """Return the finding for a command that the system would not start; OSError when the folder cannot be entered.

    What a bare name stands for, this machine may lack. What lies in the folder, or is no name at all, is the author's.
    """
    program = command[0] if command else ""
    line = say("doctor.start-command", command=" ".join(command)[:120])
    path = folder / program
    if not program:
        what, fix = say("doctor.no-command.what"), say("doctor.no-command.fix")
    elif not folder.is_dir():
        what, fix = say("doctor.no-folder.what", folder=folder), say("doctor.no-folder.fix")
    elif found := not_for_windows(program, folder):
        what, fix = found
        return LaunchFinding("not_started", what, line, fix)
    elif "/" not in program or not path.is_file():
        what, fix = say("doctor.command-not-found.what", program=program[:120]), _find_fix(program[:120])
    else:
        return LaunchFinding("not_started", *_file_trouble(path, program, error))
    return LaunchFinding("missing_tool" if _NAME.fullmatch(program) else "not_started", what, line, fix)


def not_for_windows(program: str, folder: Path) -> tuple[str, str] | None:
    """Return what and fix for a command that is there, and that Windows would not start; None on other systems."""
    if HERE.is_posix or not ((folder / program).is_file() or shutil.which(program)):
        return None
    return say("doctor.no-exe.what", program=program[:120]), say("doctor.no-exe.fix")


def cannot_enter(folder: Path, error: OSError) -> LaunchFinding:
    """Return the finding for a program whose folder, or a file in it, can no longer be looked at."""
    what = say("doctor.cannot-enter.what", reason=error.strerror or error)
    return LaunchFinding("not_started", what, str(folder), say("doctor.cannot-enter.fix"))


def _find_fix(program: str) -> str:
    if "/" in program:
        return say("doctor.command-not-found.misspelt")
    if near := near_program(program, ""):
        return say("doctor.command-not-found.near", near=near, program=program)
    return say("doctor.command-not-found.install", program=program)


def _file_trouble(path: Path, program: str, error: Exception) -> tuple[str, str, str]:
    if isinstance(error, PermissionError):
        return (
            say("doctor.not-executable.what", program=program),
            str(path),
            say("doctor.not-executable.fix", program=program),
        )
    first = _first_line(path)
    shown = first.decode("utf-8", "replace").strip()
    if spoilt := _spoilt_first_line(program, first):
        return spoilt
    if first.startswith(b"#!"):
        what = say("doctor.no-interpreter.what", program=program)
        return what, f"{program}:1: {shown}", say("doctor.no-interpreter.fix")
    if getattr(error, "errno", None) == errno.ENOEXEC:
        what = say("doctor.no-program.what", program=program)
        return what, f"{program}:1: {shown[:60]}", say("doctor.no-program.fix")
    return say("doctor.not-started.what", program=program, error=error), str(path), say("doctor.not-started.fix")


def spoilt_script(command: tuple[str, ...], folder: Path) -> tuple[str, str, str] | None:
    """Return what, where and fix when a script of the command begins or ends its lines as only Windows does."""
    for word in command[:2]:
        path = folder / word
        if word and path.is_file() and (spoilt := _spoilt_first_line(word, _first_line(path))):
            return spoilt
    return None


def missing_program(evidence: Evidence) -> LaunchFinding | None:
    """Return the finding for a script of the learner's in which a program is named that this machine lacks."""
    told = [found for line in clean_lines(evidence.log) if (found := _NOT_FOUND.search(line))]
    word = next(filter(None, told[-1].groups())) if told else ""
    places = (_line_with(word, evidence.folder, script) for script in _scripts(evidence)) if word else ()
    where = next(filter(None, places), "")
    if not where:
        return None
    what = say("doctor.script-lacks.what", program=word, script=where.partition(":")[0])
    near = near_program(word, evidence.path)
    fix = say("doctor.script-lacks.near", near=near) if near else say("doctor.script-lacks.fix", program=word)
    return LaunchFinding("exited", what, where, fix, tail(evidence.log))


def near_program(word: str, path: str) -> str:
    """Return a program of this machine whose name is close to a word; empty when there is none."""
    usual = [name for name in _USUAL if shutil.which(name, path=path or None)]
    near = get_close_matches(word, usual, n=1, cutoff=_CLOSE)
    if not near and word not in _KNOWN and len(word) >= _SHORT and "/" not in word:
        near = get_close_matches(word, _programs(path or os.environ.get("PATH", "")), n=1, cutoff=_CLOSE)
    return next(iter(near), "")


def _programs(path: str) -> list[str]:
    names: set[str] = set()
    for folder in path.split(os.pathsep):
        with suppress(OSError):
            names.update(program.name for program in Path(folder or ".").iterdir())
    return sorted(names)


def _scripts(evidence: Evidence) -> Iterator[str]:
    for word in evidence.command[:3]:
        path = evidence.folder / word
        if word and path.is_file() and (path.suffix in _SHELL_SCRIPTS or _first_line(path).startswith(b"#!")):
            yield word
    if Path(evidence.command[0]).name in _PACKAGE_TOOLS:
        yield _PACKAGE_SCRIPTS


def _line_with(word: str, folder: Path, script: str) -> str:
    """Return `file:line: code` of the first line of a script that holds a word."""
    holds = re.compile(rf"(?<![\w.+-]){re.escape(word)}(?![\w.+-])")
    for number, line in enumerate(text_of(folder / script).splitlines(), 1):
        if holds.search(line) and (line.startswith("#!") or not line.lstrip().startswith("#")):
            return f"{script.removeprefix('./')}:{number}: {line.strip()[:100]}"
    return ""


def _first_line(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.readline(200)
    except OSError:
        return b""


def _spoilt_first_line(program: str, first: bytes) -> tuple[str, str, str] | None:
    shown = first.decode("utf-8-sig", "replace").strip()
    if first.startswith(BOM_UTF8 + b"#!"):
        what = say("doctor.byte-order-mark.what", program=program)
        return what, f"{program}:1: {shown}", say("doctor.byte-order-mark.fix", program=program)
    if first.endswith(b"\r\n") and (first.startswith(b"#!") or Path(program).suffix in _SHELL_SCRIPTS):
        what = say("doctor.windows-line-ends.what", program=program)
        return what, f"{program}:1: {shown}", say("doctor.windows-line-ends.fix", program=program)
    return None
