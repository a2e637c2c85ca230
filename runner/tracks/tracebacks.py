"""The calls behind an error, as Python, Node, Go, Java and PHP print them: which are the learner's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

_LIBRARY = re.compile(r"site-packages|dist-packages|node_modules|[/\\]lib[/\\]python|<frozen")

_PYTHON = re.compile(r'^(?P<indent>\s*)File "(?P<file>[^"]+)", line (?P<line>\d+)(?:, in (?P<function>\S+))?')
_PHP = re.compile(r"^PHP (?P<error>[A-Z][\w ]*: .*?)\s+in (?P<file>\S+?\.php)(?::| on line )(?P<line>\d+)")

_NODE_CALL = re.compile(r"^\s+at (?:[^(]+ \(.*\)|.+:\d+:\d+|<anonymous>)(?: \{)?$")
_NODE_PLACE = re.compile(
    r"^\s+at (?:async )?(?:new )?(?:(?P<function>[^(\s]+)[^(]* \()?"
    r"(?:file://)?(?P<file>(?:[A-Za-z]:)?[^():]+):(?P<line>\d+):\d+\)?"
)
_NODE_FIELD = re.compile(r"^(?:\s+\S|[}\]],?$)")  # of an error, below its calls
_ERROR_WORD = re.compile(r"\b\w*(?:Error|Exception)\b")
_LONGEST_MESSAGE = 10  # lines

# Java prints its calls below the error, Spring with the library of each behind it.
_JAVA_CALL = re.compile(r"^\s*(?:at [\w.$/@<>-]+\(|\.\.\. \d+ )")
_JAVA_PLACE = re.compile(r"^\s*at (?P<call>[\w.$/@<>-]+)\((?P<file>\w+\.java):(?P<line>\d{1,7})\)")
_JAVA_LIBRARY = re.compile(
    r"^(?:[\w.@-]+/|(?:javax?|jakarta|jdk|sun|com\.sun|com\.fasterxml|org\.(?:springframework|apache|sqlite|hibernate))\.)"
)

# Go prints each call on two lines, the place on the second.
_GO_HEAD = re.compile(r"^goroutine \d+ .*\]:$")
_GO_PLACE = re.compile(r"^\s+(?P<file>\S[^:]*\.go):(?P<line>\d+)(?: \+0x[0-9a-f]+)?$")
_GO_PANIC = re.compile(r"\bpanic(?: serving \S+)?: |^fatal error: ")
_GO_SERVING = re.compile(r"^.*http: panic serving \S+: ")
_GO_LIBRARY = re.compile(
    r"(?:^|/src/)(?:runtime|net|database|encoding|bufio|io|fmt|strconv|strings|sync|time|os|errors|context|reflect|sort"
    r"|html|text|log|crypto|bytes|regexp|testing|internal|vendor|math|path|mime|compress|slices|maps|iter)/"
    r"|/pkg/mod/|@v\d"
)


@dataclass(frozen=True, slots=True)
class Traceback:
    """An error, the learner's own calls that led to it, the innermost first, and in which line of the log it ends."""

    error: str
    calls: tuple[str, ...]  # app.py:12 in create
    end: int


def last_traceback(lines: Sequence[str]) -> Traceback | None:
    """Return the last error with a call of the learner's own; None where no error has one."""
    readers = (_of_php, _of_java, _of_python, _of_node, _of_go)
    return next((found for reader in readers if (found := reader(lines))), None)


def without_libraries(lines: Sequence[str]) -> Iterator[str | int]:
    """Yield the lines, of calls within libraries only how many there were; the learner's own as `app.py:12 in create`.

    Where no call is the learner's own, the lines are as they were.
    """
    count = 0
    for line in _without_library_calls(lines) if last_traceback(lines) else lines:
        if line is None:
            count += 1
            continue
        if count:
            yield count
            count = 0
        yield line
    if count:
        yield count


def without_node_calls(lines: Sequence[str]) -> list[str]:
    """Return the lines without Node's calls, which tell a learner nothing when none is of their own."""
    return [line for line in lines if _is_no_node_call(line)]


def _without_library_calls(lines: Sequence[str]) -> Iterator[str | None]:
    """Yield each line, and None for a call within a library."""
    at = 0
    while at < len(lines):
        line = lines[at]
        python, go = _PYTHON.match(line), _GO_PLACE.match(lines[at + 1]) if at + 1 < len(lines) else None
        if python and _is_own(python["file"]):
            yield python["indent"] + _placed(python)
        elif python:
            # Its source, and what marks a part of it, stand below, further in.
            while at + 1 < len(lines) and lines[at + 1].startswith(python["indent"] + "  "):
                at += 1
            yield None
        elif go and _GO_LIBRARY.search(go["file"]) and not line.startswith(" "):
            at += 1
            yield None
        elif (_NODE_CALL.match(line) and not _own_node(line)) or (_JAVA_CALL.match(line) and not _own_java(line)):
            yield None
        else:
            yield line
        at += 1


def _of_php(lines: Sequence[str]) -> Traceback | None:
    found = [(at, match) for at, line in enumerate(lines) if (match := _PHP.match(line))]
    if not found:
        return None
    _, match = found[-1]
    # Its calls follow, and what the server says of the request: nothing of it tells more.
    return Traceback(" ".join(match["error"].split()), (_placed(match),), len(lines) - 1)


def _of_java(lines: Sequence[str]) -> Traceback | None:
    """Return the last error that has a call of the learner's own below it, with the place of the first such call."""
    error, told = "", None
    for line in lines:
        place = _own_java(line)
        if not _JAVA_CALL.match(line):
            error = line.strip()
        elif error and place:
            told, error = Traceback(error, (_placed(place),), len(lines) - 1), ""
    return told


def _of_python(lines: Sequence[str]) -> Traceback | None:
    own = [(at, match) for at, line in enumerate(lines) if (match := _PYTHON.match(line)) and _is_own(match["file"])]
    if not own:
        return None
    last = own[-1][0]
    begin = next((at for at in range(last, -1, -1) if lines[at].startswith("Traceback ")), 0)
    ends = (at for at in range(last + 1, len(lines)) if not lines[at].startswith((" ", "\t")))
    end = next(ends, len(lines) - 1)
    return Traceback(lines[end], _distinct(_placed(match) for at, match in reversed(own) if at >= begin), end)


def _of_node(lines: Sequence[str]) -> Traceback | None:
    at = next((at for at in range(len(lines) - 1, -1, -1) if _own_node(lines[at])), -1)
    if at < 0:
        return None
    begin = next((index + 1 for index in range(at, -1, -1) if not _NODE_CALL.match(lines[index])), 0)
    end = next((index for index in range(at, len(lines)) if not _NODE_CALL.match(lines[index])), len(lines)) - 1
    calls = (match for line in lines[begin : end + 1] if (match := _own_node(line)))
    above = list(takewhile(_is_no_node_call, lines[max(begin - _LONGEST_MESSAGE, 0) : begin][::-1]))
    error = next((line for line in above if _ERROR_WORD.search(line)), above[0] if above else "")
    fields = list(takewhile(_NODE_FIELD.match, lines[end + 1 :]))
    return Traceback(error.strip().removeprefix("[cause]: "), _distinct(map(_placed, calls)), end + len(fields))


def _of_go(lines: Sequence[str]) -> Traceback | None:
    for head in reversed([at for at, line in enumerate(lines) if _GO_HEAD.match(line)]):
        error = next(
            (line for line in lines[max(head - _LONGEST_MESSAGE, 0) : head][::-1] if _GO_PANIC.search(line)), ""
        )
        end = next((at for at in range(head + 1, len(lines)) if not _is_of_go(lines, at)), len(lines)) - 1
        calls = (_go_call(lines, at) for at in range(head + 1, end + 1))
        own = _distinct(call for call in calls if call)
        if error and own:
            return Traceback(_GO_SERVING.sub("panic: ", error), own, end)
    return None


def _is_of_go(lines: Sequence[str], at: int) -> bool:
    return any(_GO_PLACE.match(line) for line in lines[at : at + 2])


def _go_call(lines: Sequence[str], at: int) -> str:
    match = _GO_PLACE.match(lines[at])
    if match is None or _GO_LIBRARY.search(match["file"]):
        return ""
    function = lines[at - 1].rpartition("(")[0]
    # Told to keep paths out of a program, Go names the module instead of its folder.
    is_bare = function.startswith("main.") and not match["file"].startswith("/")
    file = match["file"].rpartition("/")[2] if is_bare else match["file"]
    return f"{file}:{match['line']}" + (f" in {function.removeprefix('main.')}" if function else "")


def _is_no_node_call(line: str) -> bool:
    return not _NODE_CALL.match(line)


def _own_node(line: str) -> re.Match[str] | None:
    match = _NODE_PLACE.match(line) if _NODE_CALL.match(line) else None
    return match if match and _is_own(match["file"]) else None


def _own_java(line: str) -> re.Match[str] | None:
    match = _JAVA_PLACE.match(line)
    return match if match and not _JAVA_LIBRARY.match(match["call"]) else None


def _is_own(file: str) -> bool:
    return not _LIBRARY.search(file)


def _placed(match: re.Match[str]) -> str:
    function = match.groupdict().get("function") or ""
    is_named = function and "<anonymous>" not in function
    return f"{match['file']}:{match['line']}" + (f" in {function}" if is_named else "")


def _distinct(calls: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(calls))
