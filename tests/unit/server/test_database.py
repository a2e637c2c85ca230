"""A query changes nothing, never takes long, and says what is wrong with it."""

import sqlite3

import pytest

from runner.server.database import query


@pytest.fixture
def database(tmp_path):
    connection = sqlite3.connect(tmp_path / "notes.db", isolation_level=None)
    connection.execute("CREATE TABLE notes (id INTEGER, text, raw)")
    connection.execute("INSERT INTO notes VALUES (1, 'é', x'00ff')")
    yield connection
    connection.close()


def test_rows_are_lists(tmp_path, database):
    assert query(tmp_path, "SELECT * FROM notes") == [[1, "é", b"\0\xff"]]


def test_what_is_not_committed_is_not_seen_and_blocks_nobody(tmp_path, database):
    database.execute("BEGIN")
    database.execute("INSERT INTO notes VALUES (2, '', '')")
    assert query(tmp_path, "SELECT count(*) FROM notes") == [[1]]


REFUSED = {
    "write": ("DELETE FROM notes", "readonly"),
    "two statements": ("SELECT 1; SELECT 2", "one statement"),
    "another file": ("ATTACH 'x.db' AS x", "too many attached"),
    "mistake": ("SELEC", "syntax error"),
    "endless rows": ("WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM r) SELECT i FROM r", "narrow it"),
    "huge value": ("SELECT zeroblob(900000000)", "too big"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_a_query_is_refused(tmp_path, database, case):
    statement, message = case
    with pytest.raises(ValueError, match=message):
        query(tmp_path, statement)


def test_bytes_that_are_no_text_are_still_shown(tmp_path, database):
    assert query(tmp_path, "SELECT CAST(x'ff41' AS TEXT)") == [["\ufffdA"]]


def test_a_file_is_known_by_how_it_begins(tmp_path, database):
    database.close()
    (tmp_path / "notes.db").rename(tmp_path / "store.data")
    assert query(tmp_path, "SELECT id FROM notes") == [[1]]


def test_a_half_done_write_of_a_killed_program_is_rolled_back_in_a_copy(tmp_path, database):
    database.execute("PRAGMA cache_size = 1")
    database.execute("BEGIN")
    database.execute("UPDATE notes SET text = 'half'")
    for _ in range(400):
        database.execute("INSERT INTO notes VALUES (2, ?, '')", ("y" * 200,))
    killed = tmp_path / "killed"
    killed.mkdir()
    for name in ("notes.db", "notes.db-journal"):
        (killed / name).write_bytes((tmp_path / name).read_bytes())
    before = (killed / "notes.db").read_bytes()
    assert query(killed, "SELECT text FROM notes") == [["é"]]
    assert (killed / "notes.db").read_bytes() == before


@pytest.mark.parametrize(("names", "message"), [([], "no SQLite file"), (["a.db", "b.db"], "name the one")])
def test_which_file_is_meant_must_be_clear(tmp_path, names, message):
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(ValueError, match=message):
        query(tmp_path, "SELECT 1")


def test_a_file_can_be_named(tmp_path, database):
    (tmp_path / "other.db").touch()
    assert query(tmp_path, "SELECT id FROM notes", "notes.*") == [[1]]
    with pytest.raises(ValueError, match=r"no file that matches 'none\.db'"):
        query(tmp_path, "SELECT 1", "none.db")
