"""`workspace.yaml`: which track a workspace uses, and how a program is started that no track knows.

    format: 1
    track: flask
    start: [./my_server, --quiet]        # a language without a track
    build: [[make, my_server]]

A kata's folder may hold its own, whose `start` and `build` win. The two plain lines that we write ourselves are read
by hand; YAML is loaded only for more than that, because `kata next` has to start fast.
"""

from __future__ import annotations

import errno
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runner.errors import WorkspaceError
from runner.words import say
from runner.workspace.files import create_file, replace_file, told

if TYPE_CHECKING:
    import yaml

NAME = "workspace.yaml"
FORMAT = 1
LARGEST = 64 * 1024
MOST_COMMANDS = 20  # to build one program

_FLAT_LINE = re.compile(r"(format|track):[ ]+([A-Za-z0-9_-]+)")
_TRACK_LINE = re.compile(r"^track:.*$", re.MULTILINE)
_SLUG = re.compile(r"[a-z][a-z0-9-]*")

EXAMPLE = "start: [./my_server]"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a `workspace.yaml` says."""

    track: str = ""
    start: tuple[str, ...] = ()
    build: tuple[tuple[str, ...], ...] = ()


NO_SETTINGS = Settings()
_OURS = re.compile(rb"^format:[ \t]*\d+[ \t]*\r?$", re.MULTILINE)


def has_settings(folder: Path) -> bool:
    """Tell whether a folder has settings of ours, and not only a file of that name."""
    path = folder / NAME
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            return _OURS.search(file.read(LARGEST)) is not None
    except OSError:
        return False


def read_settings(folder: Path) -> Settings:
    """Return the settings in a folder; no file is no settings. WorkspaceError names file and line."""
    path = folder / NAME
    with told(path, say("workspace.settings.unreadable", name=NAME)):
        try:
            # Looked at first: to open a pipe would wait for whoever writes into it.
            if not stat.S_ISREG(path.stat().st_mode):
                raise FileExistsError(errno.EEXIST, "", str(path))
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except (FileNotFoundError, NotADirectoryError):
            return NO_SETTINGS
    if len(content) > LARGEST:
        raise WorkspaceError(
            say("workspace.settings.too-large.what", name=NAME, size=LARGEST // 1024),
            where=str(path),
            fix=say("workspace.settings.too-large.fix"),
        )
    return _parse(_text(content, path), path)


def write_track(folder: Path, track: str) -> None:
    """Set the track in a folder's settings; everything else in the file stays as it is."""
    path = folder / NAME
    with told(path, say("workspace.settings.unwritable", name=NAME)):
        if not path.exists():
            create_file(path, f"format: {FORMAT}\ntrack: {track}\n".encode())
            return
        before = path.read_text("utf-8")
        line = f"track: {track}"
        after = _TRACK_LINE.sub(line, before, count=1)
        if after == before and not _TRACK_LINE.search(before):
            after = f"{before.rstrip()}\n{line}\n"
        replace_file(path, after.encode())


def _text(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise WorkspaceError(
            say("workspace.settings.not-utf8.what", name=NAME),
            where=f"{path}:{line}",
            fix=say("workspace.settings.not-utf8.fix"),
        ) from error


def _parse(text: str, path: Path) -> Settings:
    flat = _flat(text)
    if flat is None:
        return _from_yaml(text, path)
    settings = NO_SETTINGS
    for line, key, value in flat:
        settings = _READERS[key](settings, value, f"{path}:{line}")
    return settings


def _flat(text: str) -> list[tuple[int, str, str]] | None:
    """Return (line, key, value) when the file holds nothing but our own plain lines, once each."""
    found: list[tuple[int, str, str]] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.rstrip()
        if not line or line.startswith("#"):
            continue
        match = _FLAT_LINE.fullmatch(line)
        if match is None or any(match[1] == key for _, key, _ in found):
            return None
        found.append((number, match[1], match[2]))
    return found


def _from_yaml(text: str, path: Path) -> Settings:
    import yaml

    try:
        events = yaml.parse(text, Loader=yaml.SafeLoader)
        alias = next((event for event in events if isinstance(event, yaml.AliasEvent)), None)
        root = yaml.compose(text, Loader=yaml.SafeLoader) if alias is None else None
    except (yaml.YAMLError, RecursionError) as error:
        raise WorkspaceError(
            say("workspace.settings.not-yaml", name=NAME, problem=_problem(error)),
            where=_place(getattr(error, "problem_mark", None), path),
            fix=say("workspace.settings.example", example=EXAMPLE),
        ) from error
    if alias is not None:
        # A few lines that repeat one another would fill the memory.
        message = say("workspace.settings.alias.what", name=NAME, alias=str(alias.anchor)[:40])
        raise WorkspaceError(message, where=_place(alias.start_mark, path), fix=say("workspace.settings.alias.fix"))
    if root is None:
        return NO_SETTINGS
    if not isinstance(root, yaml.MappingNode):
        raise WorkspaceError(
            say("workspace.settings.no-keys", name=NAME),
            where=f"{path}:1",
            fix=say("workspace.settings.example", example=EXAMPLE),
        )
    return _from_mapping(root, path)


def _place(mark: Any, path: Path) -> str:
    return f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)


def _problem(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return say("workspace.settings.too-deep")
    # The reader's own errors hold neither a problem nor a place.
    return getattr(error, "problem", None) or say("workspace.settings.not-text")


def _from_mapping(root: yaml.MappingNode, path: Path) -> Settings:
    settings = NO_SETTINGS
    seen: dict[str, int] = {}
    for key_node, value_node in root.value:
        line = key_node.start_mark.line + 1
        where = f"{path}:{line}"
        key = key_node.value if isinstance(key_node.value, str) else "[...]"
        if key not in _READERS:
            raise WorkspaceError(
                say("workspace.settings.unknown-key", name=NAME, key=key[:40]), where=where, fix=_did_you_mean(key)
            )
        if key in seen:
            message = say("workspace.settings.twice.what", key=key, name=NAME, line=seen[key])
            raise WorkspaceError(message, where=where, fix=say("workspace.settings.twice.fix"))
        seen[key] = line
        settings = _READERS[key](settings, _plain(value_node), where)
    return settings


def _plain(node: yaml.Node, depth: int = 2) -> Any:
    """Return a node as text or (nested) lists of text; None for a mapping and for what lies too deep."""
    kind = getattr(node, "id", "")
    if kind == "sequence" and depth:
        return [_plain(item, depth - 1) for item in node.value]
    return node.value if kind == "scalar" else None


def _did_you_mean(key: str) -> str:
    import difflib

    near = difflib.get_close_matches(key, _READERS, n=1)
    if near:
        return say("workspace.settings.did-you-mean", key=near[0])
    return say("workspace.settings.keys", keys=", ".join(_READERS))


# One reader a key: settings, value and place in; settings out, or an error that shows how it is written.


def _with_format(settings: Settings, value: Any, where: str) -> Settings:
    if value == str(FORMAT):
        return settings
    if isinstance(value, str) and value.isdecimal() and int(value[:9]) > FORMAT:
        message = say("workspace.settings.newer.what", name=NAME, format=value[:9], own=FORMAT)
        raise WorkspaceError(message, where=where, fix=say("workspace.settings.newer.fix"))
    raise WorkspaceError(
        say("workspace.settings.format.what", format=FORMAT),
        where=where,
        fix=say("workspace.settings.format.fix", format=FORMAT),
    )


def _with_track(settings: Settings, value: Any, where: str) -> Settings:
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise WorkspaceError(say("workspace.settings.track.what"), where=where, fix=say("workspace.settings.track.fix"))
    return replace(settings, track=value)


def _with_start(settings: Settings, value: Any, where: str) -> Settings:
    return replace(settings, start=_command(value, "start", EXAMPLE, where))


def _with_build(settings: Settings, value: Any, where: str) -> Settings:
    example = "build: [[make, my_server]]"
    if not isinstance(value, list) or not value:
        raise WorkspaceError(
            say("workspace.settings.build"), where=where, fix=say("workspace.settings.example", example=example)
        )
    if len(value) > MOST_COMMANDS:
        raise WorkspaceError(
            say("workspace.settings.builds.what", count=len(value), most=MOST_COMMANDS),
            where=where,
            fix=say("workspace.settings.builds.fix"),
        )
    return replace(settings, build=tuple(_command(command, "build", example, where) for command in value))


def _command(value: Any, key: str, example: str, where: str) -> tuple[str, ...]:
    words = value if isinstance(value, list) else []
    if not words or not all(isinstance(word, str) and _is_word(word) for word in words) or not words[0]:
        message = say("workspace.settings.command", key=key)
        raise WorkspaceError(message, where=where, fix=say("workspace.settings.example", example=example))
    return tuple(words)


def _is_word(text: str) -> bool:
    """Tell whether a program can be given this text: neither NUL nor half of a character."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


_READERS: dict[str, Callable[[Settings, Any, str], Settings]] = {
    "format": _with_format,
    "track": _with_track,
    "start": _with_start,
    "build": _with_build,
}
