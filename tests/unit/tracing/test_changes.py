"""What differs between two looks at a data folder."""

import sqlite3

import pytest

from runner.tracing.changes import file_changes, row_changes, tables_added
from runner.tracing.flow import file_in_words, row_in_words
from runner.tracing.rows import MOST_ROWS, written
from runner.tracing.snapshots import take_snapshot


@pytest.fixture
def database(tmp_path):
    connection = sqlite3.connect(tmp_path / "app.db", isolation_level=None)
    connection.execute("CREATE TABLE todo (id INTEGER PRIMARY KEY, title)")
    connection.execute("INSERT INTO todo VALUES (1, 'a')")
    yield connection
    connection.close()


def changes(folder, act):
    """Return what an act changes in a folder, in words."""
    before = take_snapshot(folder)
    act()
    after = take_snapshot(folder)
    assert not before.not_recorded + after.not_recorded
    rows = [row_in_words(change) for change in row_changes(before, after)]
    return [*tables_added(before, after), *rows, *map(file_in_words, file_changes(before, after))]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("INSERT INTO todo VALUES (2, 'b')", ["todo + (2, 'b')"]),
        ("UPDATE todo SET title = 'A'", ["todo ~ (1, 'a') -> (1, 'A')"]),
        ("DELETE FROM todo", ["todo - (1, 'a')"]),
        ("UPDATE todo SET title = NULL", ["todo ~ (1, 'a') -> (1, NULL)"]),
        ("UPDATE todo SET title = 'a'", []),
        ("DROP TABLE todo", ["todo - (1, 'a')"]),
        ("CREATE TABLE user (name)", ["user (name)"]),
        ("UPDATE todo SET id = 5", ["todo - (1, 'a')", "todo + (5, 'a')"]),
    ],
)
def test_rows_in_words(database, tmp_path, statement, told):
    assert changes(tmp_path, lambda: database.execute(statement)) == told


def test_a_table_without_row_ids_goes_by_its_key(database, tmp_path):
    database.execute("CREATE TABLE pair (a, b, c, PRIMARY KEY (b, a)) WITHOUT ROWID")
    database.execute("INSERT INTO pair VALUES (1, 2, 'x')")

    assert changes(tmp_path, lambda: database.execute("UPDATE pair SET c = 'y'")) == [
        "pair ~ (1, 2, 'x') -> (1, 2, 'y')"
    ]


def test_of_a_large_table_only_the_end_is_known_and_new_rows_are_still_seen(database, tmp_path):
    database.executemany("INSERT INTO todo VALUES (?, 'x')", ((number,) for number in range(2, MOST_ROWS * 3)))

    told = changes(tmp_path, lambda: database.execute("INSERT INTO todo VALUES (90000, 'new')"))

    assert told == ["todo + (90000, 'new')"]
    assert "only its last" in take_snapshot(tmp_path).remarks[0]


def test_rows_that_differ_only_beyond_what_is_shown_differ(database, tmp_path):
    database.execute("UPDATE todo SET title = ?", ("x" * 100 + "a",))

    told = changes(tmp_path, lambda: database.execute("UPDATE todo SET title = ?", ("x" * 100 + "b",)))

    assert len(told) == 1


@pytest.mark.parametrize(
    ("cell", "text"),
    [(3, "3"), (1.5, "1.5"), (None, "NULL"), ("it's", "'it''s'"), (b"\x01\xff", "x'01ff'"), (b"a" * 99, "99 bytes")],
)
def test_cells_are_written_as_sql_would(cell, text):
    assert written(cell) == text


def test_files_in_words(tmp_path):
    (tmp_path / "log.txt").write_text("one\n")
    (tmp_path / "gone").write_text("x")

    def act():
        (tmp_path / "log.txt").write_text("one\ntwo\n")
        (tmp_path / "gone").unlink()
        (tmp_path / "new.bin").write_bytes(b"\xff\xfe")

    assert changes(tmp_path, act) == ["gone - (was 1 bytes)", "log.txt ~ 4 -> 8 bytes: two\n", "new.bin + 2 bytes"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "data/link").symlink_to(tmp_path / "secret")

    assert not take_snapshot(tmp_path / "data").files


def test_a_look_changes_nothing(database, tmp_path):
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}

    take_snapshot(tmp_path)

    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
