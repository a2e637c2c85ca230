"""Notes in a SQLite database: what was confirmed is there after a kill."""

import os
import sqlite3
from contextlib import contextmanager

from flask import Flask, abort, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 8 * 1024 * 1024  # JSON may need six bytes for a letter that has one
app.json.ensure_ascii = False

DATABASE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "notes.db")
LARGEST_ID = 2**63 - 1  # of SQLite


@contextmanager
def database():
    """Open the database for a while; what was changed is committed at the end, or undone if there was an error."""
    connection = sqlite3.connect(DATABASE, timeout=30)
    try:
        with connection:
            yield connection
    finally:
        connection.close()


with database() as db:
    db.execute("PRAGMA journal_mode = WAL")  # readers and the one writer do not wait for each other
    # AUTOINCREMENT: SQLite remembers the highest id ever given out. Without it, the id of a deleted note comes back.
    db.execute("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL)")


@app.post("/notes")
def create_note():
    sent = request.get_json(silent=True)
    text = sent.get("text") if isinstance(sent, dict) else None
    if not is_text(text):
        refuse(422, "a note needs a text")
    with database() as db:
        note_id = db.execute("INSERT INTO notes (text) VALUES (?)", (text,)).lastrowid
    # Only here, after the commit, may we say that the note exists.
    return {"id": note_id, "text": text}, 201


@app.get("/notes")
def list_notes():
    with database() as db:
        rows = db.execute("SELECT id, text FROM notes ORDER BY id").fetchall()
    return [{"id": note_id, "text": text} for note_id, text in rows]


@app.get(f"/notes/<int(max={LARGEST_ID}):note_id>")
def read_note(note_id):
    with database() as db:
        row = db.execute("SELECT text FROM notes WHERE id = ?", (note_id,)).fetchone()
    if row is None:
        refuse(404, "there is no such note")
    return {"id": note_id, "text": row[0]}


@app.delete(f"/notes/<int(max={LARGEST_ID}):note_id>")
def delete_note(note_id):
    with database() as db:
        deleted = db.execute("DELETE FROM notes WHERE id = ?", (note_id,)).rowcount
    if not deleted:
        refuse(404, "there is no such note")
    return "", 204


def is_text(value):
    """Say whether this is a text that UTF-8 can hold (JSON can spell half an emoji; UTF-8 cannot)."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def refuse(status, reason):
    """End this request with an error as JSON."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
