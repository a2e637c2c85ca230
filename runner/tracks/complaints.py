"""Read what a program printed before it died: the error, and the line of the learner's own file behind it.

Python and Node are read in full; of any other language, a `file:line` of the learner's own is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Folders whose files somebody else wrote.
_FOREIGN = frozenset({"site-packages", "dist-packages", "node_modules", ".venv", "venv", "vendor"})
_LONGEST = 160
_MOST_LINES = 2000
_LONGEST_LINE = 2000  # whoever prints more in one hides something
_LAST_PORT = 65535

_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|[\x00-\x08\x0b-\x1f\x7f]")
_PYTHON_FRAME = re.compile(r'^\s*File "(?P<file>[^"]+)", line (?P<line>\d{1,7})')
_NODE_FRAME = re.compile(r"^\s+at (?:.*\()?(?:file://)?(?P<file>(?:[A-Z]:)?[^\s():]+):(?P<line>\d{1,7}):\d+\)?")
_JAVA_FRAME = re.compile(r"^\s+at [^\s(]+\((?P<file>\w+\.java):(?P<line>\d{1,7})\)")
_NODE_HEAD = re.compile(r"^(?:file://)?(?P<file>(?:[A-Za-z]:)?[^\s:]+\.[cm]?[jt]s):(?P<line>\d{1,7})$")
_ANY_PLACE = re.compile(
    r"(?<![\w./\\-])(?P<file>[\w./\\-]{1,255}\.\w{1,5})"
    r"(?::\[?| on line |\", line | line |: line )(?P<line>\d{1,7})(?!\d)"
)
_IN_FILE = re.compile(r" in file (?P<file>.{1,400}?) on line (?P<line>\d{1,7})\b")
_GO_MODULE = re.compile(r"^module\s+(\S+)", re.MULTILINE)
_UNKNOWN = re.compile(r"cannot find symbol$")
_SYMBOL = re.compile(r"^(?:\[ERROR\])?\s+symbol:\s+(?P<symbol>.+)")  # what javac cannot find, a few lines below
_ERROR_LINE = re.compile(
    r"^(?:Uncaught )?(?:[A-Za-z_][\w.]*\.)?(?P<kind>(?:[A-Z]\w*)?(?:Error|Exception|Exit|Interrupt|Configured))"
    r"(?: \[[\w-]+\])?(?::|$)"
)
# What a server prints of a request, or below an error of one that it survives.
_GOES_ON = re.compile(r"^-{20,}$|\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) /|^INFO\b")
_OTHER_ERROR = re.compile(
    r"\b(?:error|fatal|panic|exception|cannot|can't|could not|not found|refused|failed)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a program complained of: its error in one line, and where in the learner's own files."""

    text: str
    kind: str = ""  # the error's own name, such as SyntaxError
    where: str = ""  # app.py:12
    source: tuple[str, ...] = ()  # that line, and a caret line below it where the program printed one

    @property
    def is_error(self) -> bool:
        """Tell whether it is an error at all, and not just the last thing that was printed."""
        return bool(self.kind or self.where or _OTHER_ERROR.search(self.text))


def clean_lines(log: str) -> tuple[str, ...]:
    """Return the last lines of a log without terminal codes."""
    return tuple(_ANSI.sub("", line[:_LONGEST_LINE].rstrip()) for line in log.splitlines()[-_MOST_LINES:])


def read_complaint(log: str, folder: Path) -> Complaint | None:
    """Return the last error that a log tells of, or None when it tells of none."""
    lines = clean_lines(log)
    at = _last_error(lines)
    if at is None:
        return _other_complaint(lines, folder)
    found = _ERROR_LINE.match(lines[at])
    kind = found["kind"] if found else ""
    where, source = _place(lines, at, folder)
    return Complaint(lines[at][:_LONGEST], kind, where, source)


def closing_complaint(log: str, folder: Path) -> Complaint | None:
    """Return the error with which a log ends, or None where the program went on to other things after it."""
    lines = clean_lines(log)
    at = _last_error(lines)
    complaint = read_complaint(log, folder)
    if complaint is None or not (complaint.kind or complaint.where):
        return None
    return None if at is not None and any(map(_GOES_ON.search, lines[at + 1 :])) else complaint


def first_complaint(log: str, folder: Path) -> Complaint | None:
    """Return the first thing that a compiler says of a line of the learner's own; the later ones may follow from it."""
    lines = clean_lines(log)
    for at in sorted(range(len(lines)), key=lambda at: _is_mere_warning(lines[at])):
        for found in _ANY_PLACE.finditer(lines[at]):
            if place := _own_place(found, folder):
                said = lines[at][found.end() :].lstrip(":0123456789],[ ") or lines[at]
                said = said.strip() + (_symbol_below(lines[at + 1 : at + 4]) if _UNKNOWN.search(said) else "")
                return Complaint(said[:_LONGEST], "", place, _source_line(place, folder))
    return None


def _symbol_below(lines: tuple[str, ...]) -> str:
    return next((f": {found['symbol']}" for line in lines if (found := _SYMBOL.match(line))), "")


def source_place(folder: Path, text: str) -> str:
    """Return `file:line: code` for the first line of the learner's source that holds this word, or an empty text."""
    word = re.compile(rf"(?<![\w.]){re.escape(text)}(?![\w.])")
    for path in source_files(folder):
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if word.search(line) and not line.lstrip().startswith(("#", "//")):
                return f"{path.relative_to(folder).as_posix()}:{number}: {line.strip()[:100]}"
    return ""


def numbers_in_source(folder: Path) -> tuple[int, ...]:
    """Return the numbers in the learner's own source that could be ports."""
    found = (int(number) for path in source_files(folder) for number in re.findall(r"\b\d{2,5}\b", text_of(path)))
    return tuple(dict.fromkeys(number for number in found if 1 <= number <= _LAST_PORT))


def _is_mere_warning(line: str) -> bool:
    return "warning:" in line


def _last_error(lines: tuple[str, ...]) -> int | None:
    # Of a chain of errors the last is the one that ended a Python program; Node prints its only one before the frames.
    return next((at for at in range(len(lines) - 1, -1, -1) if _ERROR_LINE.match(lines[at])), None)


def _place(lines: tuple[str, ...], at: int, folder: Path) -> tuple[str, tuple[str, ...]]:
    """Return the learner's own place for the error in a line: above it in Python, above or below it in Node."""
    for index in range(at - 1, max(-1, at - 400), -1):
        found = _PYTHON_FRAME.match(lines[index]) or _NODE_HEAD.match(lines[index])
        if found and (place := _own_place(found, folder)):
            return place, _quoted(lines[index + 1 : at])
        if lines[index].startswith("Traceback "):
            break
    below = lines[at + 1 : at + 60]
    calls = (found for pattern in (_NODE_FRAME.match, _JAVA_FRAME.match) for line in below if (found := pattern(line)))
    # A file that Python cannot even read has no frame: it is named in the error itself.
    places = (*calls, *_IN_FILE.finditer(lines[at]))
    place = next((place for found in places if (place := _own_place(found, folder))), "")
    return place, _source_line(place, folder) if place else ()


def _own_place(found: re.Match[str], folder: Path) -> str:
    inside = _inside(found["file"], folder)
    if not inside and found["file"].endswith(".go"):
        # Go, told to keep paths out of a program, names the module instead of its folder.
        inside = _inside(found["file"].removeprefix(_go_module(folder)), folder)
    return f"{inside}:{found['line']}" if inside else ""


def _inside(name: str, folder: Path) -> str:
    """Return the place of the learner's own file below a folder, or nothing for all others."""
    path = Path(name) if Path(name).is_absolute() else folder / name
    try:
        inside = path.resolve().relative_to(folder.resolve())
        is_own = not _FOREIGN & set(inside.parts) and path.is_file()
    except (ValueError, OSError):
        return ""
    return inside.as_posix() if is_own else ""


def _go_module(folder: Path) -> str:
    found = _GO_MODULE.search(text_of(folder / "go.mod")[:_LONGEST_LINE])
    return f"{found[1]}/" if found else ""


def _quoted(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return the source line that follows a frame, with its caret line, without their indent."""
    shown = [line for line in lines[:2] if line.strip() and not _PYTHON_FRAME.match(line)]
    if len(shown) > 1 and not re.fullmatch(r"\s*[\^~]+\s*", shown[1]):
        shown = shown[:1]
    indent = min((len(line) - len(line.lstrip()) for line in shown), default=0)
    return tuple(line[indent:][:_LONGEST] for line in shown)


def _source_line(place: str, folder: Path) -> tuple[str, ...]:
    name, _, number = place.rpartition(":")
    lines = text_of(folder / name).splitlines()
    return (lines[int(number) - 1].strip()[:_LONGEST],) if 0 < int(number) <= len(lines) else ()


def _other_complaint(lines: tuple[str, ...], folder: Path) -> Complaint | None:
    told = [line for line in lines if line.strip()]
    error = next((line for line in reversed(told) if _OTHER_ERROR.search(line)), told[-1] if told else "")
    if not error:
        return None
    # Most languages print the calls below the error, the innermost first.
    at = len(told) - 1 - told[::-1].index(error)
    places = (found for line in (*told[at:], *reversed(told[:at])) for found in _ANY_PLACE.finditer(line))
    where = next((place for found in places if (place := _own_place(found, folder))), "")
    return Complaint(error.strip()[:_LONGEST], "", where, _source_line(where, folder) if where else ())


def source_files(folder: Path) -> Iterator[Path]:
    """Yield the files of the learner's own source in a folder."""
    suffixes = {".py", ".js", ".mjs", ".cjs", ".ts", ".go", ".java", ".php", ".rb", ".rs", ".c", ".sh", ".pl"}
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return
    for path in paths[:200]:
        if path.suffix in suffixes and path.is_file():
            yield path


def text_of(path: Path) -> str:
    """Return the beginning of a file as text, or nothing when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(256 * 1024).decode("utf-8", "replace")
    except OSError:
        return ""
