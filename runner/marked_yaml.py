"""Read YAML 1.2 strictly and remember where every key and value stands.

PyYAML splits the text into events; the rest is ours, since its own constructor keeps the last of two equal keys, reads
`no` as false and `12:30` as 750. Here a mapping with two equal keys is a mistake, only `true` and `false` are booleans,
`010` is ten, and dates stay text. A file is at most 1 MB, 60 levels deep and 50,000 values large, aliases counted as
often as they are used, so that a few lines of anchors cannot fill the memory.
"""

from __future__ import annotations

import math
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import yaml

from runner.errors import Mistake, PackError
from runner.yaml_words import explain

MAX_BYTES = 1_000_000
MAX_DEPTH = 60
MAX_VALUES = 50_000
_KEPT_DOCUMENTS = 64

Steps = Sequence[str | int]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where libyaml is there
_LINE_ENDS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL_OR_HEX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_BEGIN_NUMBERS = frozenset("+-.0123456789")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


class Spot(Enum):
    """Which end of a `key: value` pair a mistake points at."""

    KEY = "key"
    VALUE = "value"


class Place(NamedTuple):
    """Where something begins in a file, counted from 1."""

    line: int
    column: int


class Node(NamedTuple):
    """A value with its place, the places of its keys, and what is inside it; a tuple, since files hold thousands."""

    value: Any
    place: Place
    keys: Mapping[str, Place]
    children: Mapping[str | int, Node]
    size: int = 1  # how many values it holds, itself counted
    height: int = 1  # how many levels it has, its own counted


_NO_KEYS: Mapping[str, Place] = {}
_NO_CHILDREN: Mapping[str | int, Node] = {}


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as plain data, with the place of everything in it.

    `mistakes` holds what is wrong but did not stop the reading (a key given twice).
    """

    file: str
    lines: tuple[str, ...]
    root: Node
    mistakes: tuple[Mistake, ...] = ()

    @property
    def value(self) -> Any:
        """Return the plain data."""
        return self.root.value

    def place(self, path: Steps, spot: Spot = Spot.VALUE) -> Place:
        """Return where the value (or its key) at that path stands, or the nearest place around it."""
        node, place = self.root, self.root.place
        for depth, step in enumerate(path):
            last = depth == len(path) - 1
            if last and spot is Spot.KEY and isinstance(step, str) and step in node.keys:
                return node.keys[step]
            if step not in node.children:
                return node.keys.get(step, place) if isinstance(step, str) else place
            node = node.children[step]
            place = node.place
        return place

    def mistake(self, path: Steps, message: str, fix: str = "", spot: Spot = Spot.VALUE) -> Mistake:
        """Return a mistake that points at a path of this file."""
        place = self.place(path, spot)
        return _mistake(self.file, self.lines, place, message, fix)


def read_yaml(path: Path) -> Document:
    """Read a YAML file whose top level is a mapping; raise PackError when it cannot be read at all."""
    return parse_yaml(read_source(path), str(path))


def read_source(path: Path) -> bytes:
    """Return the bytes of a file of sensible size; raise PackError when there are none to have."""
    try:
        # Looked at first: to open a pipe would wait for whoever writes into it.
        if not stat.S_ISREG(path.stat().st_mode):
            _refuse(str(path), (), Place(1, 1), "this is not a file", "Put a text file here.")
        with path.open("rb") as file:
            source = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        _refuse(str(path), (), Place(1, 1), "the file is missing", f"Create {path.name}.")
    except OSError as error:
        _refuse(str(path), (), Place(1, 1), f"the file cannot be read: {error.strerror or error}", "Mend its rights.")
    return source


# Many who look at a kata read the same file one after the other, each for its own part of it.
@lru_cache(maxsize=_KEPT_DOCUMENTS)
def parse_yaml(source: bytes, file: str) -> Document:
    """Turn the bytes of a YAML file into data with places; raise PackError when it cannot be read at all."""
    text = _decode(source, file)
    lines = tuple(_LINE_ENDS.split(text))
    strange = _UNPRINTABLE.search(text)
    if strange:
        name = f"U+{ord(strange.group()):04X}"
        fix = f'Inside double quotes it can be written as "\\u{ord(strange.group()):04x}".'
        _refuse(file, lines, _place_of_offset(text, strange.start()), f"the invisible character {name}", fix)
    composer = _Composer(file, lines)
    try:
        root = composer.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        raise PackError(f"{file} is not valid YAML.", mistakes=(_explained(error, file, lines),)) from None
    except yaml.YAMLError as error:  # the reader's own errors hold no place
        _refuse(file, lines, Place(1, 1), f"this is not YAML: {error}")
    return Document(file, lines, root, tuple(composer.mistakes))


def _decode(source: bytes, file: str) -> str:
    start = Place(1, 1)
    if len(source) > MAX_BYTES:
        _refuse(file, (), start, "the file is larger than 1 MB", "Keep large content out of YAML.")
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse(file, (), start, "the file is UTF-16, and must be UTF-8", "Save it as UTF-8 in your editor.")
    if source.startswith(b"\xef\xbb\xbf"):
        fix = 'Save it as "UTF-8" instead of "UTF-8 with BOM".'
        _refuse(file, (), start, "the file begins with an invisible byte order mark", fix)
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8")
        lines = tuple(_LINE_ENDS.split(source.decode("utf-8", "replace")))
        message = f"the byte 0x{source[error.start]:02x} is not UTF-8"
        _refuse(file, lines, _place_of_offset(before, len(before)), message, "Save the file as UTF-8 in your editor.")


class _Composer:
    """Build the nodes of one document from PyYAML's events, noting what can be mended without stopping."""

    def __init__(self, file: str, lines: tuple[str, ...]) -> None:
        self.file = file
        self.lines = lines
        self.mistakes: list[Mistake] = []
        self._anchors: dict[str, Node] = {}
        self._values = 0

    def document(self, events: Iterator[Any]) -> Node:
        """Return the root of the only document, which must be a mapping."""
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                break
        else:
            self._stop(Place(1, 1), "the file is empty", "Begin it with: format: 1")
        if not isinstance(event, yaml.MappingStartEvent):
            kind = "a list" if isinstance(event, yaml.SequenceStartEvent) else "a single text"
            what = f"the file holds {kind} where `key: value` lines are expected"
            self._stop(_place(event), what, "A key is followed by a colon and a space: format: 1")
        root = self._node(event, events, 1)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._stop(
                    _place(event), "a second document begins here", "Keep one document a file: remove the `---`."
                )
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        place = _place(event)
        if isinstance(event, yaml.AliasEvent):
            return self._aliased(event, place, depth)
        self._dive(depth, place)
        if event.tag is not None and event.tag != "!":
            self._note(place, f"the tag {_shown_tag(event.tag)} is not read here", "Leave it out; quote what is text.")
        weight = 1 + len(getattr(event, "value", "")) // 64  # long texts count more: an alias repeats them
        self._count(weight, place)
        if isinstance(event, yaml.ScalarEvent):
            node = Node(self._scalar(event, place), place, _NO_KEYS, _NO_CHILDREN, weight)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._list(events, place, depth)
        else:
            node = self._mapping(events, place, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _aliased(self, event: Any, place: Place, depth: int) -> Node:
        node = self._anchors.get(event.anchor)
        if node is None:
            name = event.anchor
            self._stop(
                place, f"`*{name}` is used before `&{name}` names a whole value", "Quote it if it is plain text."
            )
        # An alias brings everything below it along: counted anew, and as deep as it stands here.
        self._count(node.size, place)
        self._dive(depth + node.height - 1, place)
        return node._replace(place=place)

    def _list(self, events: Iterator[Any], place: Place, depth: int) -> Node:
        children: dict[str | int, Node] = {}
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            children[len(children)] = self._node(event, events, depth + 1)
        values = [child.value for child in children.values()]
        return Node(values, place, {}, children, _size(children), _height(children))

    def _mapping(self, events: Iterator[Any], place: Place, depth: int) -> Node:
        keys: dict[str, Place] = {}
        children: dict[str | int, Node] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, events, depth + 1)
            name = self._key(event, key, keys)
            value = self._node(next(events), events, depth + 1)
            if name is not None:
                keys[name], children[name] = key.place, value
        values = {name: child.value for name, child in children.items()}
        return Node(values, place, keys, children, _size(children), _height(children))

    def _key(self, event: Any, node: Node, known: Mapping[str, Place]) -> str | None:
        """Return a usable key, or None after noting what is wrong with it."""
        name, place = node.value, node.place
        if not isinstance(name, str):
            written = f"`{event.value}`" if isinstance(event, yaml.ScalarEvent) else "a list or mapping"
            self._note(
                place, f"a key must be text, and {written} is not", f'Quote it: "{getattr(event, "value", "")}":'
            )
        elif name == "<<" and event.implicit[0]:
            self._note(place, "merge keys (`<<`) are not read here", "Write the keys out.")
        elif name in known:
            before = known[name].line
            self._note(place, f"the key '{name}' is given twice, first on line {before}", "Keep one of the two.")
        else:
            return name
        return None

    def _scalar(self, event: Any, place: Place) -> Any:
        text: str = event.value
        if not event.implicit[0]:  # quoted, or a block
            if _SURROGATE.search(text):
                self._note(place, "half of a surrogate pair is not a character", "Write the whole character instead.")
            return text
        if text in _NULLS:
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        # Most plain texts are words, told from numbers by how they begin.
        return self._number(text, place) if text[0] in _BEGIN_NUMBERS else text

    def _number(self, text: str, place: Place) -> int | float | str:
        try:
            if _INTEGER.fullmatch(text):
                return int(text)
            if _OCTAL_OR_HEX.fullmatch(text):
                return int(text, 0)
        except ValueError:  # Python turns no text of more than 4300 digits into a number
            self._note(place, "this number has too many digits", "Quote it, or send it in a `text:` body.")
            return 0
        number = float(text) if _FLOAT.fullmatch(text) else 0.0
        if _NOT_FINITE.fullmatch(text) or not math.isfinite(number):
            self._note(place, f"`{text}` is no number that JSON can hold", "Quote it, or send it in a `text:` body.")
            return 0.0
        return number if _FLOAT.fullmatch(text) else text

    def _dive(self, depth: int, place: Place) -> None:
        if depth > MAX_DEPTH:
            self._stop(place, f"this is nested more than {MAX_DEPTH} levels deep", "Build deep JSON with `nested:`.")

    def _count(self, values: int, place: Place) -> None:
        self._values += values
        if self._values > MAX_VALUES:
            self._stop(place, f"the file holds more than {MAX_VALUES} values", "Aliases count each time they are used.")

    def _note(self, place: Place, message: str, fix: str = "") -> None:
        self.mistakes.append(_mistake(self.file, self.lines, place, message, fix))

    def _stop(self, place: Place, message: str, fix: str = "") -> NoReturn:
        _refuse(self.file, self.lines, place, message, fix)


def _size(children: Mapping[str | int, Node]) -> int:
    return 1 + sum(child.size for child in children.values())


def _height(children: Mapping[str | int, Node]) -> int:
    return 1 + max((child.height for child in children.values()), default=0)


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _place_of_offset(text: str, offset: int) -> Place:
    before = _LINE_ENDS.split(text[:offset])
    return Place(len(before), len(before[-1]) + 1)


def _shown_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _mistake(file: str, lines: Sequence[str], place: Place, message: str, fix: str) -> Mistake:
    source = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    return Mistake(file, place.line, place.column, message, fix, source)


def _refuse(file: str, lines: Sequence[str], place: Place, message: str, fix: str = "") -> NoReturn:
    raise PackError(f"{file} cannot be read.", mistakes=(_mistake(file, lines, place, message, fix),))


def _explained(error: yaml.MarkedYAMLError, file: str, lines: Sequence[str]) -> Mistake:
    fault = explain(error, lines)
    return _mistake(file, lines, Place(fault.line, fault.column), fault.message, fault.fix)
