"""`Job` and `Report` to and from JSON, so that they may cross a pipe, a sandbox wall or a network.

Every record of `runner.model` becomes an object with its fields by name; tuples become lists, enums their value. Bytes
become text when they are plain UTF-8, and `{"base64": ...}` otherwise. The output is ASCII, whatever the learner's
program sent. Reading is strict in types and free in fields: a field that this version does not know is ignored, one
that is missing gets its default, so that reports of older and newer releases of one schema are read alike.
"""

from __future__ import annotations

import binascii
import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from runner.errors import UsageError
from runner.evidence import SCHEMA, Exchange, Outcome, Report
from runner.model import Job

Record = TypeVar("Record")
Reader = Callable[[object, str], Any]

SCHEMA_FAMILY, SCHEMA_VERSION = SCHEMA.rsplit("/v", 1)

_LINE_ENDS = dict.fromkeys(map(ord, "\t\r\n"), " ")

GIVE_ANOTHER = "Give a file that `kata test --json` wrote."
RUN_AGAIN = "Run the tests again to get a whole one."
UPDATE = "Update kata: pip install --upgrade backend-kata"
LARGEST_NUMBER = 1e300  # `1e999` in JSON is infinity in Python
LONGEST_SHOWN = 40


class WireError(ValueError):
    """Plain data that is no record of ours; says where in the data and what is wrong."""


def report_to_json(report: Report) -> str:
    """Return a report as one line of JSON."""
    return _dumps(to_data(report))


def report_from_json(text: str | bytes) -> Report:
    """Return the report in a JSON text; UsageError says why it cannot be read."""
    data = _loads(text)
    _refuse_other_schemas(data)
    return _read_or_refuse(Report, data)


def job_to_json(job: Job) -> str:
    """Return a job as one line of JSON."""
    return _dumps({"schema": SCHEMA, **to_data(job)})


def job_from_json(text: str | bytes) -> Job:
    """Return the job in a JSON text; UsageError says why it cannot be read."""
    data = _loads(text)
    _refuse_other_schemas(data)
    return _read_or_refuse(Job, data)


def outcome_to_data(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as plain data for the channel between suite and supervisor."""
    return to_data(outcome)


def outcome_from_data(data: object) -> Outcome:
    """Return the outcome in plain data; WireError says what is wrong with it."""
    return from_data(Outcome, data)


def exchange_to_data(exchange: Exchange) -> dict[str, Any]:
    """Return an exchange as plain data."""
    return to_data(exchange)


def exchange_from_data(data: object) -> Exchange:
    """Return the exchange in plain data; WireError says what is wrong with it."""
    return from_data(Exchange, data)


def to_data(record: object) -> dict[str, Any]:
    """Return a record of the model as plain JSON data."""
    kind: Any = type(record)
    return {name: _plain(getattr(record, name)) for name in _names(kind)}


def from_data(record_type: type[Record], data: object) -> Record:
    """Return the record of that type that plain data describes; WireError says what is wrong."""
    kind: Any = record_type
    record: Record = _reader(kind)(data, "")
    return record


def bytes_to_data(content: bytes) -> str | dict[str, str]:
    """Return bytes as text when that loses nothing and hides nothing, else as base64."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if text.isprintable() or text.translate(_LINE_ENDS).isprintable():
        return text
    return {"base64": binascii.b2a_base64(content, newline=False).decode("ascii")}


def bytes_from_data(data: object, where: str = "") -> bytes:
    """Return the bytes that `bytes_to_data` made into text or base64."""
    if isinstance(data, str):
        return _encoded(data, where)
    encoded = data.get("base64") if isinstance(data, dict) else None
    if not isinstance(encoded, str):
        raise _wrong(where, 'text or {"base64": text}', data)
    try:
        return binascii.a2b_base64(encoded, strict_mode=True)
    except (ValueError, binascii.Error) as error:
        raise _wrong(where, "base64", encoded) from error


def _encoded(text: str, where: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _wrong(where, "text that is valid Unicode", text) from error


# Writing


def _dumps(data: object) -> str:
    return json.dumps(data, separators=(",", ":"), allow_nan=False)


def _plain(value: object) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return str(value.value) if isinstance(value, StrEnum) else value
    if isinstance(value, bytes):
        return bytes_to_data(value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, Path) else to_data(value)


@cache
def _names(record_type: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(record_type))


# Reading: a reader for each type, built once from the annotations of the model


def _loads(text: str | bytes) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        msg = f"This is not JSON: {error}"
        raise UsageError(msg, fix=GIVE_ANOTHER) from error
    if not isinstance(data, dict):
        msg = "This is not a report of kata: it is no JSON object."
        raise UsageError(msg, fix=GIVE_ANOTHER)
    return data


def _no_constant(name: str) -> float:
    msg = f"{name} is not a JSON number"
    raise ValueError(msg)


def _refuse_other_schemas(data: Mapping[str, Any]) -> None:
    schema = data.get("schema")
    family, _, version = str(schema).rpartition("/v")
    if family != SCHEMA_FAMILY or not version.isdecimal():
        msg = f"This is not a report of kata: its schema is {_shown(schema)}, expected {SCHEMA!r}."
        raise UsageError(msg, fix=GIVE_ANOTHER)
    if version != SCHEMA_VERSION:
        msg = f"This report has the schema {_shown(schema)}; this kata reads {SCHEMA!r}."
        newer = int(version[:9]) > int(SCHEMA_VERSION)
        raise UsageError(msg, fix=UPDATE if newer else RUN_AGAIN)


def _read_or_refuse(record_type: type[Record], data: object) -> Record:
    try:
        return from_data(record_type, data)
    except WireError as error:
        msg = f"This report is damaged: {error}."
        raise UsageError(msg, fix=RUN_AGAIN) from error


@cache
def _reader(kind: Any) -> Reader:
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _record_reader(kind)
    origin = get_origin(kind)
    if origin is tuple:
        return _tuple_reader(get_args(kind))
    if origin in (Union, types.UnionType):
        return _optional_reader(get_args(kind))
    if origin is not None and issubclass(origin, Mapping):
        return _read_mapping
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _enum_reader(kind)
    return _SCALARS[kind]


def _record_reader(record_type: type) -> Reader:
    hints = get_type_hints(record_type)
    readers = {name: _reader(hints[name]) for name in _names(record_type)}

    def read(data: object, where: str) -> Any:
        if not isinstance(data, dict):
            raise _wrong(where, "an object", data)
        given = {
            name: reader(data[name], f"{where}.{name}".lstrip(".")) for name, reader in readers.items() if name in data
        }
        try:
            return record_type(**given)
        except TypeError as error:
            absent = ", ".join(name for name in _required(record_type) if name not in given)
            msg = f"{where or record_type.__name__.lower()}: {absent} is missing"
            raise WireError(msg) from error

    return read


@cache
def _required(record_type: type) -> tuple[str, ...]:
    empty = dataclasses.MISSING
    return tuple(
        field.name
        for field in dataclasses.fields(record_type)
        if field.default is empty and field.default_factory is empty
    )


def _tuple_reader(kinds: tuple[Any, ...]) -> Reader:
    if kinds[-1] is Ellipsis:
        each = _reader(kinds[0])
        return lambda data, where: tuple(
            each(item, f"{where}[{index}]") for index, item in enumerate(_list(data, where))
        )
    readers = tuple(_reader(kind) for kind in kinds)

    def read(data: object, where: str) -> tuple[Any, ...]:
        items = _list(data, where)
        if len(items) != len(readers):
            raise _wrong(where, f"a list of {len(readers)}", data)
        pairs = enumerate(zip(readers, items, strict=True))
        return tuple(reader(item, f"{where}[{index}]") for index, (reader, item) in pairs)

    return read


def _list(data: object, where: str) -> list[Any]:
    if not isinstance(data, list):
        raise _wrong(where, "a list", data)
    return data


def _optional_reader(kinds: tuple[Any, ...]) -> Reader:
    (kind,) = (kind for kind in kinds if kind is not types.NoneType)
    reader = _reader(kind)
    return lambda data, where: None if data is None else reader(data, where)


def _enum_reader(kind: type[StrEnum]) -> Reader:
    def read(data: object, where: str) -> StrEnum:
        text = _read_text(data, where)
        try:
            return kind(text)
        except ValueError as error:
            raise _wrong(where, "one of " + ", ".join(kind), data) from error

    return read


def _read_mapping(data: object, where: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise _wrong(where, "an object", data)
    return data


def _read_text(data: object, where: str) -> str:
    if not isinstance(data, str):
        raise _wrong(where, "text", data)
    return data


def _read_truth(data: object, where: str) -> bool:
    if not isinstance(data, bool):
        raise _wrong(where, "true or false", data)
    return data


def _read_integer(data: object, where: str) -> int:
    if not isinstance(data, int) or isinstance(data, bool):
        raise _wrong(where, "a whole number", data)
    return data


def _read_number(data: object, where: str) -> float:
    if not isinstance(data, (int, float)) or isinstance(data, bool) or abs(data) > LARGEST_NUMBER:
        raise _wrong(where, "a number", data)
    return float(data)


_SCALARS: Mapping[Any, Reader] = {
    str: _read_text,
    int: _read_integer,
    float: _read_number,
    bool: _read_truth,
    bytes: bytes_from_data,
    Path: lambda data, where: Path(_read_text(data, where)),
}


def _wrong(where: str, expected: str, got: object) -> WireError:
    return WireError(f"{where or 'the data'} should be {expected}, not {_shown(got)}")


def _shown(value: object) -> str:
    text = ascii(value)
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "..."
