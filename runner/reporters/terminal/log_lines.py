"""The few lines of a server's log that tell most."""

from __future__ import annotations

import re

from runner.reporters.terminal.places import linked
from runner.reporters.terminal.style import Style
from runner.words import say

FRAME = re.compile(r'^\s*File "(?P<file>[^"]+)", line (?P<line>\d+)(, in (?P<function>\S+))?')
# What frameworks print when they start tells nothing about a request.
BANNER = re.compile(
    r"^[-=*_ ]+$|Press CTRL\+C|^ \* (Serving|Debug|Running|Debugger)|This is a development server"
    r"|^INFO: +(Uvicorn running|Started|Waiting for application|Application startup)"
    r"|^\[ERROR\] *($|->|\[Help|To see the full stack|Re-run Maven|For more information)"
    r"|^(Django version|Starting development server|Quit the server)"
)
# What `php -S` puts before each line, and what it says of connections.
PREFIX = re.compile(r"^\[\d+\] \[\w{3} \w{3} +\d+ [\d:]+ \d{4}\] ")
CONNECTION = re.compile(r"^[\d.]+:\d+ (Accepted|Closing)$")
PHP_ERROR = re.compile(r"^PHP (?P<error>[A-Z][\w ]*: .*?)\s+in (?P<file>\S+?\.php)(?::| on line )(?P<line>\d+)")
# Java prints its calls below the error, Spring with the library of each behind it.
JAVA_CALL = re.compile(r"^\s*(?:at [\w.$/@<>-]+\(|\.\.\. \d+ )")
JAVA_PLACE = re.compile(r"^\s*at (?P<call>[\w.$/@<>-]+)\((?P<file>\w+\.java):(?P<line>\d{1,7})\)")
JAVA_FOREIGN = re.compile(
    r"^(?:[\w.@-]+/|(?:javax?|jakarta|jdk|sun|com\.sun|com\.fasterxml|org\.(?:springframework|apache|sqlite|hibernate))\.)"
)
COLOR = re.compile(r"\x1b\[[0-9;]*m")  # colours alone are left out; every other sequence is shown as it is
PLACED = re.compile(r":\d+( in \S+)?$")
IN_A_FILE = re.compile(r"\.[A-Za-z]\w*:\d+\b")
FEW = 3  # from here on a traceback is shown as it is
FOREIGN = re.compile(r"site-packages|dist-packages|node_modules|[/\\]lib[/\\]python|node:internal|<frozen")


def names_place(log: str) -> bool:
    """Tell whether the few lines of a log that are shown name a place in a file."""
    return any(IN_A_FILE.search(line) for line in telling_lines(log, FEW - 1))


def telling_lines(log: str, most: int) -> list[str]:
    """Return at most so many lines: of a traceback its error with the learner's own place, then the last ones."""
    plain = (PREFIX.sub("", line.rstrip().expandtabs(4)) for line in COLOR.sub("", log).splitlines())
    lines = [line for line in plain if line.strip() and not BANNER.search(line) and not CONNECTION.match(line)]
    of_php = [found for line in lines if (found := PHP_ERROR.match(line))]
    if of_php and most <= FEW:
        return [f"{of_php[-1]['file']}:{of_php[-1]['line']}: {' '.join(of_php[-1]['error'].split())}"]
    if most <= FEW and (of_java := _java_error(lines)):
        return [of_java]
    frames = [index for index, line in enumerate(lines) if FRAME.match(line) and not FOREIGN.search(line)]
    if not frames or most > FEW:
        return lines[-most:]
    ends = (index for index in range(frames[-1] + 1, len(lines)) if not lines[index].startswith((" ", "\t")))
    end = next(ends, len(lines) - 1)
    return [_error_at(lines[frames[-1]], lines[end]), *lines[end + 1 :][-1:]][:most]


def _java_error(lines: list[str]) -> str:
    """Return the last error that has a call of the learner's own below it, with the place of the first such call."""
    error, told = "", ""
    for line in lines:
        place = JAVA_PLACE.match(line)
        if not JAVA_CALL.match(line):
            error = line.strip()
        elif error and place and not JAVA_FOREIGN.match(place["call"]):
            told, error = f"{place['file']}:{place['line']}: {error}", ""
    return told


def _error_at(frame: str, error: str) -> str:
    match = FRAME.match(frame)
    if match is None:
        return error
    function = f" in {match['function']}" if match["function"] else ""  # as PLACED finds it again
    return f"{match['file']}:{match['line']}{function}: {error}"


def render_log(log: str, folder: str, most: int, style: Style, said: str = "") -> list[str]:
    """Return a server's log lines, harmless, said to be its own, without the path of the learner's folder.

    An error that `said` holds already is left out.
    """
    here = folder.rstrip("/\\")
    lines = [line for line in telling_lines(log, most) if not said or _error_in(line) not in said]
    shown = (style.cut(say("terminal.server-log", line=style.clean(_nearer(line, here))), style.room) for line in lines)
    return [style.paint(linked(line, here, style), "dim") for line in shown]


def _error_in(line: str) -> str:
    place, _, error = line.partition(": ")
    return error if error and PLACED.search(place) else line


def _nearer(line: str, folder: str) -> str:
    return line.replace(f"{folder}/", "").replace(f"{folder}\\", "") if folder else line
