"""Find the call by which a program ends itself, in the learner's own source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from runner.tracks.complaints import source_files, text_of

_JAVASCRIPT = re.compile(r"\bprocess\.exit\s*\((?P<code>[^)]*)")
_CALLS: Mapping[str, re.Pattern[str]] = {
    ".py": re.compile(
        r"(?:\bsys\.exit|\bos\._exit|\braise\s+SystemExit|(?<![\w.])(?<!def )(?:exit|quit)(?=\s*\())"
        r"(?:\s*\((?P<code>[^)]*))?"
    ),
    ".js": _JAVASCRIPT,
    ".mjs": _JAVASCRIPT,
    ".cjs": _JAVASCRIPT,
    ".ts": _JAVASCRIPT,
    ".go": re.compile(r"\bos\.Exit\s*\((?P<code>[^)]*)"),
    ".java": re.compile(r"\bSystem\.exit\s*\((?P<code>[^)]*)"),
    ".php": re.compile(r"(?<![\w>:$])(?:exit|die)\s*(?:\((?P<code>[^)]*)|(?=;))"),
    ".rb": re.compile(r"(?<![\w.])exit!?(?:\s*\(?\s*(?P<code>\w*))"),
    ".sh": re.compile(r"(?:^|[;&|]\s*)\s*exit(?:\s+(?P<code>\S+))?"),
}
_COMMENTS = ("#", "//", "*", "/*")


def ending_call(folder: Path, code: int) -> str:
    """Return `file:line: code` of a call that can have ended a program with this code; empty where there is none."""
    calls = tuple(_calls(folder))
    exact = (place for place, given in calls if given == str(code))
    computed = (place for place, given in calls if given and not given.lstrip("-").isdecimal())
    return next(exact, next(computed, ""))


def _calls(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield where the source ends its program, and with what."""
    for path in source_files(folder):
        pattern = _CALLS.get(path.suffix)
        for number, line in enumerate(text_of(path).splitlines(), 1) if pattern else ():
            if pattern and (found := pattern.search(line)) and not line.lstrip().startswith(_COMMENTS):
                place = f"{path.relative_to(folder).as_posix()}:{number}: {line.strip()[:100]}"
                yield place, (found["code"] or "").strip()
