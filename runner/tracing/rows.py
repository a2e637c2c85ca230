"""The rows of a SQLite file at one moment: read only, bounded, and never in the way of the program for long."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runner.server.database import reading
from runner.words import say

MOST_TABLES = 30
MOST_ROWS = 500
LONGEST_CELL = 40
READ_SECONDS = 0.5

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is shown, and what tells it from another that is shown alike."""

    cells: tuple[str, ...]
    digest: int


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table by their key; of a large one only those with the largest keys."""

    columns: tuple[str, ...]
    rows: Mapping[Key, Row]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one file, and what was left out."""

    tables: Mapping[str, Table] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def read_tables(path: Path) -> Tables:
    """Return what a SQLite file holds; sqlite3.Error when it cannot be read now."""
    tables: dict[str, Table] = {}
    remarks: list[str] = []
    with reading(path, READ_SECONDS) as connection:
        connection.execute("BEGIN")  # all tables as of one moment
        names = [name for (name,) in connection.execute(_NAMES)]
        for name in names[:MOST_TABLES]:
            tables[name] = _table(connection, name)
    if len(names) > MOST_TABLES:
        remarks.append(say("tracing.some-tables", name=path.name, count=len(names), most=MOST_TABLES))
    remarks += [
        say("tracing.last-rows", name=name, most=MOST_ROWS) for name, table in tables.items() if not table.is_whole
    ]
    return Tables(tables, tuple(remarks))


_NAMES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"


def _table(connection: sqlite3.Connection, name: str) -> Table:
    quoted = '"' + name.replace('"', '""') + '"'
    described = connection.execute(f"PRAGMA table_info({quoted})").fetchall()
    columns = tuple(str(column[1]) for column in described)
    keys = [place for place, column in sorted(enumerate(described), key=lambda pair: pair[1][5]) if column[5]]
    try:
        found = connection.execute(
            f"SELECT rowid, * FROM {quoted} ORDER BY rowid DESC LIMIT {MOST_ROWS + 1}"  # noqa: S608  quoted above
        ).fetchall()
    except sqlite3.OperationalError:  # a table without row ids
        found = connection.execute(f"SELECT NULL, * FROM {quoted} LIMIT {MOST_ROWS + 1}").fetchall()  # noqa: S608
        return Table(columns, _keyed(found[:MOST_ROWS], keys), is_whole=len(found) <= MOST_ROWS)
    rows = {(row[0],): _row(row[1:]) for row in reversed(found[:MOST_ROWS])}
    return Table(columns, rows, is_whole=len(found) <= MOST_ROWS)


def _keyed(found: Sequence[Sequence[Any]], keys: Sequence[int]) -> dict[Key, Row]:
    seen: Counter[Key] = Counter()
    rows: dict[Key, Row] = {}
    for _, *cells in found:
        key = tuple(cells[place] for place in keys or range(len(cells)))
        seen[key] += 1
        rows[(*key, seen[key])] = _row(cells)
    return rows


def _row(cells: Sequence[Any]) -> Row:
    return Row(tuple(map(written, cells)), hash(tuple(cells)))


def written(cell: Any) -> str:
    """Return a cell as SQL would write it, cut when it is long."""
    if cell is None:
        return "NULL"
    if isinstance(cell, bytes):
        return say("tracing.cell-bytes", count=len(cell)) if len(cell) > LONGEST_CELL // 2 else f"x'{cell.hex()}'"
    if isinstance(cell, str):
        shown = cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 3] + "..."
        return "'" + shown.replace("'", "''") + "'"
    return str(cell)
