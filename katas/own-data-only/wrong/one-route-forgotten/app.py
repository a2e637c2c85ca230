"""Private notes: every question to the database names the user who asks."""

import hashlib
import hmac
import os
import secrets
import sqlite3
from contextlib import closing

from flask import Flask, abort, g, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 2 * 1024 * 1024
DATABASE = os.path.join(os.environ.get("KATA_DATA", "."), "notes.db")
NOBODY = (None, secrets.token_bytes(16), secrets.token_bytes(64))  # compared with when there is no such account
PUBLIC = {"register", "login", "me"}

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, salt BLOB NOT NULL, hash BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (
    token_hash BLOB PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE);
CREATE TABLE IF NOT EXISTS notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, owner_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    title TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS notes_by_owner ON notes (owner_id);
CREATE TABLE IF NOT EXISTS comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT, note_id INTEGER NOT NULL REFERENCES notes (id) ON DELETE CASCADE,
    text TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS comments_by_note ON comments (note_id);
"""


def connect():
    """Open the database; every statement is committed when it returns (autocommit)."""
    connection = sqlite3.connect(DATABASE, timeout=30, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")  # so that a note takes its comments with it
    return connection


with closing(connect()) as first:
    first.executescript(SCHEMA)


# --- who is asking ---


@app.before_request
def open_request():
    """Give each request its own connection, and let only those routes be used without a token that say so."""
    g.db = connect()
    if request.endpoint not in PUBLIC:
        g.user_id = user_of(request.headers.get("Authorization", ""))


@app.teardown_request
def close_request(error):
    """Give the connection back, whatever happened."""
    if "db" in g:
        g.pop("db").close()


def user_of(authorization):
    """Return the id of the user whose token this is, or end the request with 401."""
    scheme, _, token = authorization.partition(" ")
    session = g.db.execute("SELECT account_id FROM sessions WHERE token_hash = ?", (digest(token),)).fetchone()
    if scheme.lower() != "bearer" or session is None:
        refuse(401, "log in first")
    return session["account_id"]


@app.post("/register")
def register():
    """Make an account, unless the e-mail has one."""
    email, password = texts_of("email", "password")
    salt = secrets.token_bytes(16)
    try:
        made = g.db.execute(
            "INSERT INTO accounts (email, salt, hash) VALUES (?, ?, ?)", (email, salt, hash_password(password, salt))
        )
    except sqlite3.IntegrityError:
        refuse(409, "this e-mail has an account already")
    return {"id": made.lastrowid, "email": email}, 201


@app.post("/login")
def login():
    """Give out a new random token for the right password."""
    email, password = texts_of("email", "password")
    account = g.db.execute("SELECT id, salt, hash FROM accounts WHERE email = ?", (email,)).fetchone()
    account_id, salt, expected = account or NOBODY
    matches = hmac.compare_digest(hash_password(password, salt), expected)
    if account is None or not matches:
        refuse(401, "e-mail or password is wrong")
    token = secrets.token_urlsafe(32)
    g.db.execute("INSERT INTO sessions (token_hash, account_id) VALUES (?, ?)", (digest(token), account_id))
    return {"token": token}


@app.get("/me")
def me():
    """Tell the user about themselves, and everyone else how many notes there are."""
    header = request.headers.get("Authorization", "")
    if header == "":
        return {"id": None, "email": None, "notes": g.db.execute("SELECT count(*) FROM notes").fetchone()[0]}
    g.user_id = user_of(header)
    account = g.db.execute("SELECT email FROM accounts WHERE id = ?", (g.user_id,)).fetchone()
    notes = g.db.execute("SELECT count(*) FROM notes WHERE owner_id = ?", (g.user_id,)).fetchone()[0]
    return {"id": g.user_id, "email": account["email"], "notes": notes}


# --- notes: `AND owner_id = ?` in every line of SQL, the changing ones too ---


@app.get("/notes")
def list_notes():
    """List the user's notes; with `q` only those that hold it. The brackets around OR matter."""
    word = request.args.get("q", "")
    found = g.db.execute(
        "SELECT id, title, text FROM notes"
        " WHERE owner_id = ? AND (instr(title, ?) > 0 OR instr(text, ?) > 0) ORDER BY id",
        (g.user_id, word, word),
    )
    return [dict(note) for note in found]


@app.post("/notes")
def create_note():
    """Make a note that belongs to the user of the token, whatever the body says."""
    title, text = texts_of("title", "text")
    made = g.db.execute("INSERT INTO notes (owner_id, title, text) VALUES (?, ?, ?)", (g.user_id, title, text))
    return {"id": made.lastrowid, "title": title, "text": text}, 201


@app.get("/notes/<int:note_id>")
def read_note(note_id):
    """Show one of the user's notes."""
    return dict(own_note(note_id))


@app.put("/notes/<int:note_id>")
def replace_note(note_id):
    """Give a note a new title and text."""
    title, text = texts_of("title", "text")
    return save_note(note_id, title, text)


@app.patch("/notes/<int:note_id>")
def change_note(note_id):
    """Change the title, the text or both."""
    sent = body()
    title, text = (texts_of(name)[0] if name in sent else None for name in ("title", "text"))
    return save_note(note_id, title, text)


@app.delete("/notes/<int:note_id>")
def delete_note(note_id):
    """Delete one of the user's notes, and its comments with it."""
    gone = g.db.execute("DELETE FROM notes WHERE id = ? AND owner_id = ?", (note_id, g.user_id))
    if gone.rowcount == 0:
        refuse(404, "no such note")
    return "", 204


@app.post("/notes/bulk-delete")
def delete_notes():
    """Delete those of the notes that are the user's own, all in one transaction."""
    ids = body().get("ids")
    if not isinstance(ids, list):
        refuse(422, "ids must be a list of note ids")
    possible = [one for one in ids if type(one) is int and abs(one) < 2**63]  # nothing else can be an id of ours
    g.db.execute("BEGIN IMMEDIATE")
    delete = "DELETE FROM notes WHERE id = ? AND owner_id = ?"
    deleted = sum(g.db.execute(delete, (one, g.user_id)).rowcount for one in possible)
    g.db.execute("COMMIT")
    return {"deleted": deleted}


def own_note(note_id):
    """Return a note of the user. Another's is as good as not there: 404 does not even say that it exists."""
    note = g.db.execute(
        "SELECT id, title, text FROM notes WHERE id = ? AND owner_id = ?", (note_id, g.user_id)
    ).fetchone()
    if note is None:
        refuse(404, "no such note")
    return note


def save_note(note_id, title, text):
    """Store what is not None and return the whole note."""
    g.db.execute(
        "UPDATE notes SET title = coalesce(?, title), text = coalesce(?, text) WHERE id = ? AND owner_id = ?",
        (title, text, note_id, g.user_id),
    )
    return dict(own_note(note_id))


# --- comments: a way to them leads through a note of the user only ---


@app.get("/notes/<int:note_id>/comments")
def list_comments(note_id):
    """List the comments of one of the user's notes."""
    own_note(note_id)
    found = g.db.execute("SELECT id, text FROM comments WHERE note_id = ? ORDER BY id", (note_id,))
    return [dict(comment) for comment in found]


@app.post("/notes/<int:note_id>/comments")
def create_comment(note_id):
    """Add a comment to one of the user's notes: looked up and written in one statement."""
    (text,) = texts_of("text")
    made = g.db.execute(
        "INSERT INTO comments (note_id, text) SELECT id, ? FROM notes WHERE id = ? AND owner_id = ?",
        (text, note_id, g.user_id),
    )
    if made.rowcount == 0:
        refuse(404, "no such note")
    return {"id": made.lastrowid, "text": text}, 201


@app.delete("/notes/<int:note_id>/comments/<int:comment_id>")
def delete_comment(note_id, comment_id):
    """Delete a comment that stands under this note, which must be the user's."""
    own_note(note_id)
    gone = g.db.execute("DELETE FROM comments WHERE id = ? AND note_id = ?", (comment_id, note_id))
    if gone.rowcount == 0:
        refuse(404, "no such comment")
    return "", 204


# --- small parts ---


def hash_password(password, salt):
    """Turn a password and its salt into 64 bytes, slowly on purpose."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


def digest(token):
    """Return what is stored of a token. It is long and random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def body():
    """Return the JSON object of the request."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        refuse(422, "the body must be a JSON object")
    return sent


def texts_of(*names):
    """Return these fields of the body, or refuse it: each must be a text."""
    sent = body()
    values = [sent.get(name) for name in names]
    if not all(is_text(value) for value in values):
        refuse(422, f"{' and '.join(names)}: a text that is not empty is needed")
    return values


def is_text(value):
    """Say whether this is a text, not empty, that UTF-8 can hold (JSON can spell half an emoji; UTF-8 cannot)."""
    if not isinstance(value, str):
        return False
    try:
        return len(value.encode()) > 0
    except UnicodeEncodeError:
        return False


@app.errorhandler(OverflowError)
def no_such_number(error):
    """Answer a number in the path that is larger than any id of the database."""
    return {"error": "no such note"}, 404


@app.errorhandler(RecursionError)
def nested_too_deep(error):
    """Answer JSON with more brackets inside brackets than Python can follow."""
    return {"error": "this is nested too deep"}, 422


def refuse(status, reason):
    """End this request with an error."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
