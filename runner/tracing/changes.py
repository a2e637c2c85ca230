"""What differs between two snapshots (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from runner.tracing.records import Change, FileChange, RowChange
from runner.tracing.rows import Key, Row, Table, Tables
from runner.tracing.snapshots import PlainFile, Snapshot

NO_TABLE = Table((), {})
LONGEST_TEXT = 200


def tables_added(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """Return each table that is new, with its columns: `notes (id, text)`."""
    return tuple(
        f"{name} ({', '.join(table.columns)})"
        for file, tables in after.databases.items()
        for name, table in tables.tables.items()
        if name not in before.databases.get(file, Tables()).tables
    )


def row_changes(before: Snapshot, after: Snapshot) -> tuple[RowChange, ...]:
    """Return the rows that were added, changed or removed, table by table."""
    changes: list[RowChange] = []
    for file in sorted({*before.databases, *after.databases}):
        old, new = (snapshot.databases.get(file, Tables()).tables for snapshot in (before, after))
        for name in sorted({*old, *new}):
            changes += _in_table(file, name, old.get(name, NO_TABLE), new.get(name, NO_TABLE))
    return tuple(changes)


def file_changes(before: Snapshot, after: Snapshot) -> tuple[FileChange, ...]:
    """Return the other files that came, went, grew or changed."""
    return tuple(_in_files(before, after))


def _in_table(file: str, name: str, old: Table, new: Table) -> Iterator[RowChange]:
    columns = new.columns or old.columns
    lost = [key for key in old.rows if key not in new.rows and _would_be_seen(key, new)]
    for key in lost:
        yield RowChange(file, name, Change.REMOVED, columns, before=old.rows[key].cells)
    for key, row in new.rows.items():
        known = old.rows.get(key)
        if known is None and _would_be_seen(key, old):
            yield RowChange(file, name, Change.ADDED, columns, after=row.cells)
        elif known is not None and _differ(known, row):
            yield RowChange(file, name, Change.CHANGED, columns, known.cells, row.cells)


def _differ(known: Row, row: Row) -> bool:
    return (known.digest, known.cells) != (row.digest, row.cells)


def _would_be_seen(key: Key, table: Table) -> bool:
    # Of a large table only the last rows are known: nothing can be said of those before them.
    if table.is_whole:
        return True
    first = next(iter(table.rows), None)
    return len(key) == 1 and first is not None and isinstance(key[0], int) and key[0] > first[0]


def _in_files(before: Snapshot, after: Snapshot) -> Iterator[FileChange]:
    for name in sorted({*before.files, *after.files}):
        old, new = before.files.get(name), after.files.get(name)
        if new is None and old is not None:
            yield FileChange(name, Change.REMOVED, old.size)
        elif new is not None and old is None:
            yield FileChange(name, Change.ADDED, 0, new.size, _text(new.content or b""))
        elif new is not None and old is not None and _changed(old, new):
            yield FileChange(name, Change.CHANGED, old.size, new.size, _text(_gained(old, new)))


def _changed(old: PlainFile, new: PlainFile) -> bool:
    if old.content is not None and new.content is not None:
        return old.content != new.content
    return (old.size, old.changed_ns) != (new.size, new.changed_ns)


def _gained(old: PlainFile, new: PlainFile) -> bytes:
    """Return what was written behind the old content, or the whole of a file that was written anew."""
    if old.content is None or new.content is None:
        return b""
    return new.content.removeprefix(old.content)


def _text(content: bytes) -> str:
    try:
        text = content[: LONGEST_TEXT * 4].decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 3] + "..."
