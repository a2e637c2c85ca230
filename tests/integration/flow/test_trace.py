"""kata trace: what went where, and which rows changed, for a program in any language."""

import json
import sqlite3

import pytest

from runner.reporters.terminal import Style
from runner.reporters.terminal.flow import render_trace
from runner.tracing.records import Trace
from runner.tracing.snapshots import take_snapshot
from runner.wire import from_data, to_data


def traced(kata, work, *words):
    result = kata("trace", *words, "--json", cwd=work)
    assert result.returncode == 0, result.stderr
    return from_data(Trace, json.loads(result.stdout))


def rows(trace):
    return [(change.table, change.change, change.before, change.after) for step in trace.steps for change in step.rows]


def test_rows_are_seen_to_come_change_and_go(work, kata):
    trace = traced(kata, work, "changes", "--seed", "7")

    word = trace.steps[0].rows[0].after[1]
    assert rows(trace) == [
        ("notes", "added", (), ("2", word)),
        ("notes", "changed", ("2", word), ("2", "'bread'")),
        ("notes", "removed", ("2", "'bread'"), ()),
    ]
    assert [step.exchanges for step in trace.steps] == [(0,), (1,), (2,), (3,), (4,)]
    assert trace.lanes == ("client", "server", "handler", "database")


def test_the_order_is_client_server_database_client(work, kata):
    arrows = traced(kata, work, "stores").arrows

    assert [(arrow.origin, arrow.target) for arrow in arrows] == [
        ("client", "server"),
        ("handler", "handler"),
        ("server", "database"),
        ("server", "client"),
    ]
    assert arrows[1].words == "storing milk"
    assert arrows[0].at_ms < arrows[3].at_ms


def test_a_failure_is_marked_where_it_happened(answers_200, kata):
    kata("test", cwd=answers_200)

    trace = traced(kata, answers_200)

    wrong = [arrow.words for arrow in trace.arrows if arrow.is_wrong]
    assert (trace.outcome.check, wrong) == ("stores-a-note", ["200 OK"])
    assert rows(trace) == [("notes", "added", (), ("1", "'milk'"))]


def test_a_forgotten_insert_is_seen(broken, kata):
    work = broken('"INSERT INTO notes (text) VALUES (?) RETURNING id"', '"SELECT 1 WHERE ? != 0"')

    trace = traced(kata, work, "stores")

    assert "no row changed" in [arrow.words for arrow in trace.arrows]


def test_clients_at_once_share_one_step(work, kata):
    trace = traced(kata, work, "gives")

    assert [len(step.exchanges) for step in trace.steps] == [6]
    assert rows(trace) == [("seats", "added", (), ("1",))]


def test_a_trace_survives_being_written_down(work, kata):
    trace = traced(kata, work, "stores")

    assert from_data(Trace, json.loads(json.dumps(to_data(trace)))) == trace
    assert render_trace(trace, Style(ascii=True)).isascii()


def test_it_leaves_no_mark_in_the_history(work, kata):
    before = (work / ".kata/history.jsonl").read_text()

    traced(kata, work, "stores")

    assert (work / ".kata/history.jsonl").read_text() == before
    assert not (work / ".kata/runs/notes.json").exists()


def test_a_hidden_check_is_not_traced(work, kata):
    result = kata("trace", "keeps", cwd=work)

    assert result.returncode == 2
    assert "secret-path" not in result.stdout + result.stderr


def test_a_program_that_never_starts_gets_its_card(work, kata):
    (work / "notes/app.py").write_text("import nothing_like_it\n")

    result = kata("trace", cwd=work)

    assert result.returncode == 3
    assert "never became ready" in result.stdout


def test_a_check_whose_condition_fails_says_what_it_waits_for(answers_200, kata):
    result = kata("trace", "changes", cwd=answers_200)

    assert result.returncode == 1
    assert "A note is stored and answered with 201" in result.stdout


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "a.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x)")
    yield connection
    connection.close()


def test_a_locked_database_is_said_to_be_not_recorded(database, tmp_path):
    database.execute("BEGIN EXCLUSIVE")

    snapshot = take_snapshot(tmp_path)

    assert "locked" in snapshot.not_recorded


def test_a_file_that_only_looks_like_a_database_is_said_to_be_not_recorded(tmp_path):
    (tmp_path / "a.db").write_bytes(b"SQLite format 3\x00" + b"nonsense" * 100)

    assert take_snapshot(tmp_path).not_recorded


def test_the_program_goes_on_writing_after_a_look(database, tmp_path):
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("INSERT INTO t VALUES (1, 'a')")

    seen = take_snapshot(tmp_path).databases["a.db"].tables["t"]
    database.execute("INSERT INTO t VALUES (2, 'b')")

    assert [row.cells for row in seen.rows.values()] == [("1", "'a'")]
    assert database.execute("SELECT count(*) FROM t").fetchone() == (2,)
