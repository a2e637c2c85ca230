"""Private notes: every question to the database names the user who asks."""

import hashlib
import hmac
import json
import os
import secrets
import sqlite3
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

DATABASE = os.path.join(os.environ["KATA_DATA"], "notes.db")
LARGEST_BODY = 2 * 1024 * 1024
NOBODY = (None, secrets.token_bytes(16), b"")  # compared with when there is no such account: no hash is empty

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


class Refused(Exception):
    """This request ends here; the message is for the client."""

    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    timeout = 30  # seconds without a byte; then we give the client up

    def answer(self):
        try:
            self.body = self.read_body()
            with closing(connect()) as self.db:
                status, value = self.route()
        except Refused as refused:
            status, value = refused.status, {"error": str(refused)}
        self.send_json(status, value)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def route(self):
        """Let everybody register and log in; ask who it is before anything else."""
        path, _, query = self.path.partition("?")
        match self.command, path:
            case "POST", "/register":
                return self.register()
            case "POST", "/login":
                return self.login()
        self.user_id = self.user_of_token()
        return self.route_of_user(path.split("/")[1:], query)

    def route_of_user(self, path, query):
        """Find the function for this method and path. Each returns the status and what goes into the body."""
        match self.command, *path:
            case "GET", "me":
                return self.me()
            case "GET", "notes":
                return self.list_notes(parse_qs(query).get("q", [""])[0])
            case "POST", "notes":
                return self.create_note()
            case "POST", "notes", "bulk-delete":
                return self.delete_notes()
            case "GET", "notes", note_id:
                return 200, self.own_note(number(note_id))
            case "PUT", "notes", note_id:
                return self.replace_note(number(note_id))
            case "PATCH", "notes", note_id:
                return self.change_note(number(note_id))
            case "DELETE", "notes", note_id:
                return self.delete_note(number(note_id))
            case "GET", "notes", note_id, "comments":
                return self.list_comments(number(note_id))
            case "POST", "notes", note_id, "comments":
                return self.create_comment(number(note_id))
            case "DELETE", "notes", note_id, "comments", comment_id:
                return self.delete_comment(number(note_id), number(comment_id))
        raise Refused(404, "there is nothing here")

    # --- who is asking ---

    def user_of_token(self):
        """Return the id of the user whose token this is, or end the request with 401."""
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        session = self.db.execute("SELECT account_id FROM sessions WHERE token_hash = ?", (digest(token),)).fetchone()
        if scheme.lower() != "bearer" or session is None:
            raise Refused(401, "log in first")
        return session["account_id"]

    def register(self):
        """Make an account, unless the e-mail has one."""
        email, password = self.texts_of("email", "password")
        salt = secrets.token_bytes(16)
        try:
            made = self.db.execute(
                "INSERT INTO accounts (email, salt, hash) VALUES (?, ?, ?)",
                (email, salt, hash_password(password, salt)),
            )
        except sqlite3.IntegrityError:
            raise Refused(409, "this e-mail has an account already") from None
        return 201, {"id": made.lastrowid, "email": email}

    def login(self):
        """Give out a new random token for the right password."""
        email, password = self.texts_of("email", "password")
        account = self.db.execute("SELECT id, salt, hash FROM accounts WHERE email = ?", (email,)).fetchone()
        account_id, salt, expected = account or NOBODY
        if not hmac.compare_digest(hash_password(password, salt), expected):
            raise Refused(401, "e-mail or password is wrong")
        token = secrets.token_urlsafe(32)
        self.db.execute("INSERT INTO sessions (token_hash, account_id) VALUES (?, ?)", (digest(token), account_id))
        return 200, {"token": token}

    def me(self):
        """Tell the user about themselves: how many notes counts their own only."""
        account = self.db.execute("SELECT email FROM accounts WHERE id = ?", (self.user_id,)).fetchone()
        (notes,) = self.db.execute("SELECT count(*) FROM notes WHERE owner_id = ?", (self.user_id,)).fetchone()
        return 200, {"id": self.user_id, "email": account["email"], "notes": notes}

    # --- notes: `AND owner_id = ?` in every line of SQL, the changing ones too ---

    def list_notes(self, word):
        """List the user's notes that hold the word; every note holds an empty one. The brackets around OR matter."""
        found = self.db.execute(
            "SELECT id, title, text FROM notes"
            " WHERE owner_id = ? AND (instr(title, ?) > 0 OR instr(text, ?) > 0) ORDER BY id",
            (self.user_id, word, word),
        )
        return 200, [dict(note) for note in found]

    def create_note(self):
        """Make a note that belongs to the user of the token, whatever the body says."""
        title, text = self.texts_of("title", "text")
        made = self.db.execute(
            "INSERT INTO notes (owner_id, title, text) VALUES (?, ?, ?)", (self.user_id, title, text)
        )
        return 201, {"id": made.lastrowid, "title": title, "text": text}

    def replace_note(self, note_id):
        """Give a note a new title and text."""
        title, text = self.texts_of("title", "text")
        return self.save_note(note_id, title, text)

    def change_note(self, note_id):
        """Change the title, the text or both."""
        sent = self.sent_object()
        title, text = (self.texts_of(name)[0] if name in sent else None for name in ("title", "text"))
        return self.save_note(note_id, title, text)

    def save_note(self, note_id, title, text):
        """Store what is not None."""
        self.db.execute(
            "UPDATE notes SET title = coalesce(?, title), text = coalesce(?, text) WHERE id = ? AND owner_id = ?",
            (title, text, note_id, self.user_id),
        )
        return 200, self.own_note(note_id)

    def delete_note(self, note_id):
        """Delete one of the user's notes, and its comments with it."""
        gone = self.db.execute("DELETE FROM notes WHERE id = ? AND owner_id = ?", (note_id, self.user_id))
        if gone.rowcount == 0:
            raise Refused(404, "no such note")
        return 204, None

    def delete_notes(self):
        """Delete those of the notes that are the user's own, all in one transaction."""
        ids = self.sent_object().get("ids")
        if not isinstance(ids, list):
            raise Refused(422, "ids must be a list of note ids")
        possible = [one for one in ids if type(one) is int and abs(one) < 2**63]  # nothing else can be an id of ours
        delete = "DELETE FROM notes WHERE id = ? AND owner_id = ?"
        self.db.execute("BEGIN IMMEDIATE")
        deleted = sum(self.db.execute(delete, (one, self.user_id)).rowcount for one in possible)
        self.db.execute("COMMIT")
        return 200, {"deleted": deleted}

    def own_note(self, note_id):
        """Return a note of the user. Another's is as good as not there: 404 does not even say that it exists."""
        note = self.db.execute(
            "SELECT id, title, text FROM notes WHERE id = ? AND owner_id = ?", (note_id, self.user_id)
        ).fetchone()
        if note is None:
            raise Refused(404, "no such note")
        return dict(note)

    # --- comments: a way to them leads through a note of the user only ---

    def list_comments(self, note_id):
        """List the comments of one of the user's notes."""
        self.own_note(note_id)
        found = self.db.execute("SELECT id, text FROM comments WHERE note_id = ? ORDER BY id", (note_id,))
        return 200, [dict(comment) for comment in found]

    def create_comment(self, note_id):
        """Add a comment to one of the user's notes: looked up and written in one statement."""
        (text,) = self.texts_of("text")
        made = self.db.execute(
            "INSERT INTO comments (note_id, text) SELECT id, ? FROM notes WHERE id = ? AND owner_id = ?",
            (text, note_id, self.user_id),
        )
        if made.rowcount == 0:
            raise Refused(404, "no such note")
        return 201, {"id": made.lastrowid, "text": text}

    def delete_comment(self, note_id, comment_id):
        """Delete a comment that stands under this note, which must be the user's."""
        self.own_note(note_id)
        gone = self.db.execute("DELETE FROM comments WHERE id = ? AND note_id = ?", (comment_id, note_id))
        if gone.rowcount == 0:
            raise Refused(404, "no such comment")
        return 204, None

    # --- what was sent, and what goes back ---

    def read_body(self):
        """Return all of the body, which http.server leaves lying until somebody fetches it."""
        try:
            length = int(self.headers.get("Content-Length", 0))
        except ValueError:
            raise Refused(400, "Content-Length must be a number") from None
        if not 0 <= length <= LARGEST_BODY:
            raise Refused(413, "this body is too large")
        return self.rfile.read(length)

    def sent_object(self):
        """Return the JSON object of the request."""
        try:
            sent = json.loads(self.body)
        except (ValueError, RecursionError):  # broken; nested too deep
            raise Refused(400, "the body must be JSON") from None
        if not isinstance(sent, dict):
            raise Refused(422, "the body must be a JSON object")
        return sent

    def texts_of(self, *names):
        """Return these fields of the body, or refuse it: each must be a text."""
        sent = self.sent_object()
        values = [sent.get(name) for name in names]
        if not all(is_text(value) for value in values):
            raise Refused(422, f"{' and '.join(names)}: a text that is not empty is needed")
        return values

    def send_json(self, status, value):
        body = b"" if status == 204 else json.dumps(value).encode()
        self.send_response(status)
        if body:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


# --- small parts ---


def connect():
    """Open the database; every statement is committed when it returns (autocommit)."""
    connection = sqlite3.connect(DATABASE, timeout=30, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")  # so that a note takes its comments with it
    return connection


def hash_password(password, salt):
    """Turn a password and its salt into 64 bytes, slowly on purpose."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


def digest(token):
    """Return what is stored of a token. It is long and random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def is_text(value):
    """Say whether this is a text, not empty, that UTF-8 can hold (JSON can spell half an emoji; UTF-8 cannot)."""
    if not isinstance(value, str):
        return False
    try:
        return len(value.encode()) > 0
    except UnicodeEncodeError:
        return False


def number(text):
    """Return the id that a path names. SQLite holds 64 bits; no number of more than 18 digits is an id of ours."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Refused(404, "no such note")
    return int(text)


class Server(ThreadingHTTPServer):
    """One thread answers one client."""

    request_queue_size = 128  # so many may wait at the door; the default of 5 turns a crowd away


if __name__ == "__main__":
    with closing(connect()) as first:
        first.executescript(SCHEMA)
    Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
