"""The few lines of a server's log that tell most."""

from __future__ import annotations

import re

from runner.reporters.terminal.places import linked
from runner.reporters.terminal.style import Style
from runner.tracks.printed import told_lines
from runner.tracks.tracebacks import last_traceback, without_libraries, without_node_calls
from runner.words import say, say_many

PLACED = re.compile(r":\d+( in \S+)?$")
CALLED = say("terminal.log.called")
IN_A_FILE = re.compile(r"\.[A-Za-z]\w*:\d+\b")
FEW = 3  # from here on a traceback is shown as it is, without the calls within libraries


def names_place(log: str) -> bool:
    """Tell whether the few lines of a log that are shown name a place in a file."""
    return any(IN_A_FILE.search(line) for line in telling_lines(log, FEW - 1))


def telling_lines(log: str, most: int) -> list[str]:
    """Return at most so many lines: an error at the learner's own place, who called it, then the last ones."""
    lines = told_lines(log)
    if most > FEW:
        shown = (_in_libraries(line) if isinstance(line, int) else line for line in without_libraries(lines))
        return list(shown)[-most:]
    found = last_traceback(lines)
    if found is None:
        return (without_node_calls(lines) or lines)[-most:]
    place, *callers = found.calls
    called = [CALLED + ", ".join(callers)] if callers else []
    return [f"{place}: {found.error}", *called, *lines[found.end + 1 :][-1:]][:most]


def _in_libraries(count: int) -> str:
    return say_many("terminal.log.libraries", count)


def render_log(log: str, folder: str, most: int, style: Style, said: str = "") -> list[str]:
    """Return a server's log lines, harmless, said to be its own, without the path of the learner's folder.

    An error that `said` holds already is left out.
    """
    lines = [line for line in telling_lines(log, most) if not said or _error_in(line) not in said]
    shown = (
        style.cut(say("terminal.server-log", line=style.clean(nearer(line, folder))), style.room) for line in lines
    )
    return [style.paint(linked(line, folder, style), "dim") for line in shown]


def _error_in(line: str) -> str:
    place, _, error = line.partition(": ")
    return error if error and PLACED.search(place) else line


def nearer(line: str, folder: str) -> str:
    """Return a line without the path of the learner's folder."""
    here = folder.rstrip("/\\")
    return re.sub(rf"(?:file://)?{re.escape(here)}[/\\]", "", line) if here else line
