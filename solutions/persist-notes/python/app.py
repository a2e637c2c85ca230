"""Notes in a SQLite database: what was confirmed is there after a kill."""

import json
import os
import sqlite3
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DATABASE = os.path.join(os.environ["KATA_DATA"], "notes.db")
LARGEST_BODY = 8 * 1024 * 1024  # JSON may need six bytes for a letter that has one


@contextmanager
def database():
    """Open the database for a while; what was changed is committed at the end, or undone if there was an error."""
    connection = sqlite3.connect(DATABASE, timeout=30)
    try:
        with connection:
            yield connection
    finally:
        connection.close()


class Refused(Exception):
    """This request ends here; the message is for the client."""

    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status


# --- What can be done with notes. Each function returns the status and what goes into the body. ---


def create_note(body):
    text = text_of(body)
    with database() as db:
        note_id = db.execute("INSERT INTO notes (text) VALUES (?)", (text,)).lastrowid
    # Only here, after the commit, may we say that the note exists.
    return 201, {"id": note_id, "text": text}


def list_notes():
    with database() as db:
        rows = db.execute("SELECT id, text FROM notes ORDER BY id").fetchall()
    return 200, [{"id": note_id, "text": text} for note_id, text in rows]


def read_note(note_id):
    with database() as db:
        row = db.execute("SELECT text FROM notes WHERE id = ?", (note_id,)).fetchone()
    if row is None:
        raise Refused(404, "there is no such note")
    return 200, {"id": note_id, "text": row[0]}


def delete_note(note_id):
    with database() as db:
        deleted = db.execute("DELETE FROM notes WHERE id = ?", (note_id,)).rowcount
    if not deleted:
        raise Refused(404, "there is no such note")
    return 204, None


def text_of(body):
    """Return the text of the note in this body, or refuse it."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):  # broken, or nested too deep
        raise Refused(400, "the body must be JSON") from None
    text = sent.get("text") if isinstance(sent, dict) else None
    if not is_text(text):
        raise Refused(422, "a note needs a text")
    return text


def is_text(value):
    """Say whether this is a text that UTF-8 can hold (JSON can spell half an emoji; UTF-8 cannot)."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


# --- HTTP ---


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    timeout = 30  # seconds without a byte; then we give the client up

    def answer(self):
        try:
            status, value = self.route(self.read_body())
        except Refused as refused:
            status, value = refused.status, {"error": str(refused)}
        self.send_json(status, value)

    do_GET = do_POST = do_DELETE = answer

    def route(self, body):
        match self.command, *self.path.partition("?")[0].split("/")[1:]:
            case "GET", "notes":
                return list_notes()
            case "POST", "notes":
                return create_note(body)
            case "GET", "notes", note_id:
                return read_note(number(note_id))
            case "DELETE", "notes", note_id:
                return delete_note(number(note_id))
        raise Refused(404, "there is nothing here")

    def read_body(self):
        """Return all of the body, which http.server leaves lying until somebody fetches it."""
        try:
            length = int(self.headers.get("Content-Length", 0))
        except ValueError:
            raise Refused(400, "Content-Length must be a number") from None
        if not 0 <= length <= LARGEST_BODY:
            raise Refused(413, "this body is too large")
        return self.rfile.read(length)

    def send_json(self, status, value):
        body = b"" if status == 204 else json.dumps(value).encode()
        self.send_response(status)
        if body:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def number(text):
    """Return the id that a path names. SQLite holds 64 bits; no number of more than 18 digits is an id of ours."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Refused(404, "there is no such note")
    return int(text)


class Server(ThreadingHTTPServer):
    """One thread answers one client."""

    request_queue_size = 128  # so many may wait at the door; the default of 5 turns a crowd away


if __name__ == "__main__":
    with database() as db:
        db.execute("PRAGMA journal_mode = WAL")  # readers and the one writer do not wait for each other
        # AUTOINCREMENT: SQLite remembers the highest id ever given. Without it, the id of a deleted note comes back.
        db.execute("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL)")
    Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
