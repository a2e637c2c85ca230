"""The JSON Schema of a report, derived from the records, so that it cannot say anything else than they do."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from runner.evidence import SCHEMA, Report

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALARS: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    bytes: {"$ref": "#/$defs/Bytes"},
}
_BYTES = {
    "description": "Text when the bytes are plain UTF-8, otherwise base64.",
    "oneOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"base64": {"type": "string", "contentEncoding": "base64"}},
            "required": ["base64"],
            "additionalProperties": False,
        },
    ],
}


def report_schema() -> dict[str, Any]:
    """Return the schema of what `kata test --json` prints."""
    definitions: dict[str, Any] = {"Bytes": _BYTES}
    _define(Report, definitions)
    root = definitions.pop("Report")
    root["properties"]["schema"] = {"const": SCHEMA}
    return {"$schema": DIALECT, "title": "Report of a kata run", **root, "$defs": dict(sorted(definitions.items()))}


def _define(record: type, definitions: dict[str, Any]) -> None:
    if record.__name__ in definitions:
        return
    definitions[record.__name__] = {}  # holds the place while its fields are looked at
    hints = get_type_hints(record)
    fields = [field.name for field in dataclasses.fields(record)]
    definitions[record.__name__] = {
        "description": (record.__doc__ or "").split("\n", 1)[0],
        "type": "object",
        "properties": {name: _schema(hints[name], definitions) for name in fields},
        "required": fields,
    }


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        _define(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [str(value) for value in kind]}
    if get_origin(kind) in (Union, types.UnionType):
        return {"anyOf": [_schema(part, definitions) for part in get_args(kind)]}
    if get_origin(kind) is tuple:
        return _list(get_args(kind), definitions)
    return {"type": "null"} if kind is types.NoneType else dict(_SCALARS[kind])


def _list(kinds: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    if kinds[-1] is Ellipsis:
        return {"type": "array", "items": _schema(kinds[0], definitions)}
    items = [_schema(kind, definitions) for kind in kinds]
    return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
