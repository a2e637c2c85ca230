"""Add a kata to the text of a katas.yaml: one line changes, and every comment stays where it is."""

from __future__ import annotations

import json
from typing import Any, Final

import yaml

from runner.errors import PackError, UsageError
from runner.marked_yaml import parse_yaml

_LIST_MARK: Final = "- "


def with_kata(text: str, stage: str, slug: str, file: str = "katas.yaml") -> str:
    """Return the text with a kata at the end of a stage; the rest is the same to the byte."""
    before = parse_yaml(text.encode(), file).value
    listed = _list_of(yaml.compose(text, Loader=yaml.SafeLoader), stage)
    written = slug if parse_yaml(f"a: {slug}\n".encode(), file).value == {"a": slug} else f'"{slug}"'
    changed = _in_brackets(text, listed, written) if listed.flow_style else _as_line(text, listed, written)
    # Anchors and other rarities may have fooled us: what a reader sees decides.
    expected = json.loads(json.dumps(before))  # a deep copy in which no two lists are one
    next(one for one in expected["stages"] if one["id"] == stage)["katas"].append(slug)
    if not _reads_as(changed, expected, file):
        what = f"the stage '{stage}' is written in a way that cannot be added to safely"
        raise UsageError(what, where=file, fix=f"write its katas as a list by themselves: katas: [..., {slug}]")
    return changed


def _list_of(root: Any, stage: str) -> Any:
    """Return the YAML node of a stage's katas."""
    stages = _value(root, "stages")
    found = next(one for one in stages.value if _value(one, "id").value == stage)
    return _value(found, "katas")


def _value(mapping: Any, key: str) -> Any:
    return next(value for name, value in mapping.value if name.value == key)


def _in_brackets(text: str, listed: Any, written: str) -> str:
    last = listed.value[-1]
    at = last.end_mark.index
    separator = ", "
    if len(listed.value) > 1 and last.start_mark.line > listed.value[-2].start_mark.line:
        separator = "," + _line_end(text) + " " * int(last.start_mark.column)
    return f"{text[:at]}{separator}{written}{text[at:]}"


def _as_line(text: str, listed: Any, written: str) -> str:
    start = listed.value[-1].start_mark
    # Everything up to the name on its line: spaces, a dash, a space.
    prefix = text[start.index - start.column : start.index]
    end = text.find("\n", start.index)
    end = len(text) if end < 0 else end + 1
    ended = _line_end(text)
    body = text[:end] if text[:end].endswith("\n") else text[:end] + ended
    lead = prefix if prefix.endswith(_LIST_MARK) else " " * int(listed.start_mark.column) + _LIST_MARK
    return f"{body}{lead}{written}{ended}{text[end:]}"


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _reads_as(text: str, expected: Any, file: str) -> bool:
    try:
        return bool(parse_yaml(text.encode(), file).value == expected)
    except PackError:
        return False
