"""Private notes: every question to the database names the user who asks."""

import hashlib
import hmac
import os
import secrets
import sqlite3
from contextlib import closing
from typing import Annotated

import uvicorn
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

DATABASE = os.path.join(os.environ.get("KATA_DATA", "."), "notes.db")
NOBODY = (None, secrets.token_bytes(16), secrets.token_bytes(64))  # compared with when there is no such account

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
    connection = sqlite3.connect(DATABASE, timeout=30, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")  # so that a note takes its comments with it
    return connection


with closing(connect()) as first:
    first.executescript(SCHEMA)


def open_database():
    """Give each request its own connection (FastAPI may use it from several threads, one after the other)."""
    with closing(connect()) as connection:
        yield connection


Database = Annotated[sqlite3.Connection, Depends(open_database)]


# --- what may be sent. Fields that are not named here, such as `user_id`, are left out by pydantic ---

Text = Annotated[str, Field(min_length=1)]
Id = Annotated[int, Field(gt=-(2**63), lt=2**63)]


class Credentials(BaseModel):
    """What `/register` and `/login` are sent."""

    email: str = Field(min_length=1, max_length=320)
    password: str = Field(min_length=1, max_length=1000)


class Note(BaseModel):
    """A whole note."""

    title: Text
    text: Text


class Change(BaseModel):
    """A part of a note. None stands for a field that was not sent."""

    title: Text = None
    text: Text = None


class Comment(BaseModel):
    """A comment."""

    text: Text


class Selection(BaseModel):
    """Several notes."""

    ids: list


# --- who is asking ---


def current_user(db: Database, authorization: Annotated[str, Header()] = ""):
    """Return the id of the user whose token this is, or end the request with 401."""
    scheme, _, token = authorization.partition(" ")
    session = db.execute("SELECT account_id FROM sessions WHERE token_hash = ?", (digest(token),)).fetchone()
    if scheme.lower() != "bearer" or session is None:
        raise HTTPException(401, "log in first")
    return session["account_id"]


User = Annotated[int, Depends(current_user)]
app = FastAPI()
private = APIRouter(dependencies=[Depends(current_user)])  # no route in here can be used without a token


@app.post("/register", status_code=201)
def register(sent: Credentials, db: Database):
    """Make an account, unless the e-mail has one."""
    salt = secrets.token_bytes(16)
    account = (sent.email, salt, hash_password(sent.password, salt))
    try:
        made = db.execute("INSERT INTO accounts (email, salt, hash) VALUES (?, ?, ?)", account)
    except sqlite3.IntegrityError:
        raise HTTPException(409, "this e-mail has an account already") from None
    return {"id": made.lastrowid, "email": sent.email}


@app.post("/login")
def login(sent: Credentials, db: Database):
    """Give out a new random token for the right password."""
    account = db.execute("SELECT id, salt, hash FROM accounts WHERE email = ?", (sent.email,)).fetchone()
    account_id, salt, expected = account or NOBODY
    matches = hmac.compare_digest(hash_password(sent.password, salt), expected)
    if account is None or not matches:
        raise HTTPException(401, "e-mail or password is wrong")
    token = secrets.token_urlsafe(32)
    db.execute("INSERT INTO sessions (token_hash, account_id) VALUES (?, ?)", (digest(token), account_id))
    return {"token": token}


@private.get("/me")
def me(user: User, db: Database):
    """Tell the user about themselves: how many notes counts their own only."""
    account = db.execute("SELECT email FROM accounts WHERE id = ?", (user,)).fetchone()
    notes = db.execute("SELECT count(*) FROM notes WHERE owner_id = ?", (user,)).fetchone()[0]
    return {"id": user, "email": account["email"], "notes": notes}


# --- notes: `AND owner_id = ?` in every line of SQL, the changing ones too ---


@private.get("/notes")
def list_notes(user: User, db: Database, q: str = ""):
    """List the user's notes; with `q` only those that hold it. The brackets around OR matter."""
    found = db.execute(
        "SELECT id, title, text FROM notes"
        " WHERE owner_id = ? AND (instr(title, ?) > 0 OR instr(text, ?) > 0) ORDER BY id",
        (user, q, q),
    )
    return [dict(note) for note in found]


@private.post("/notes", status_code=201)
def create_note(sent: Note, user: User, db: Database):
    """Make a note that belongs to the user of the token, whatever the body says."""
    note = (user, sent.title, sent.text)
    made = db.execute("INSERT INTO notes (owner_id, title, text) VALUES (?, ?, ?)", note)
    return {"id": made.lastrowid, "title": sent.title, "text": sent.text}


@private.post("/notes/bulk-delete")
def delete_notes(sent: Selection, user: User, db: Database):
    """Delete those of the notes that are the user's own, all in one transaction."""
    possible = [one for one in sent.ids if type(one) is int and abs(one) < 2**63]  # nothing else can be an id of ours
    db.execute("BEGIN IMMEDIATE")
    delete = "DELETE FROM notes WHERE id = ? AND owner_id = ?"
    deleted = sum(db.execute(delete, (note_id, user)).rowcount for note_id in possible)
    db.execute("COMMIT")
    return {"deleted": deleted}


@private.get("/notes/{note_id}")
def read_note(note_id: Id, user: User, db: Database):
    """Show one of the user's notes."""
    return own_note(db, user, note_id)


@private.put("/notes/{note_id}")
def replace_note(note_id: Id, sent: Note, user: User, db: Database):
    """Give a note a new title and text."""
    return save_note(db, user, note_id, sent)


@private.patch("/notes/{note_id}")
def change_note(note_id: Id, sent: Change, user: User, db: Database):
    """Change the title, the text or both."""
    return save_note(db, user, note_id, sent)


@private.delete("/notes/{note_id}", status_code=204)
def delete_note(note_id: Id, user: User, db: Database):
    """Delete one of the user's notes, and its comments with it."""
    gone = db.execute("DELETE FROM notes WHERE id = ? AND owner_id = ?", (note_id, user))
    if gone.rowcount == 0:
        raise HTTPException(404, "no such note")


def own_note(db, user, note_id):
    """Return a note of the user. Another's is as good as not there: 404 does not even say that it exists."""
    note = db.execute("SELECT id, title, text FROM notes WHERE id = ? AND owner_id = ?", (note_id, user)).fetchone()
    if note is None:
        raise HTTPException(404, "no such note")
    return dict(note)


def save_note(db, user, note_id, sent):
    """Store the fields that were sent and return the whole note."""
    db.execute(
        "UPDATE notes SET title = coalesce(?, title), text = coalesce(?, text) WHERE id = ?",
        (sent.title, sent.text, note_id),
    )
    return own_note(db, user, note_id)


# --- comments: a way to them leads through a note of the user only ---


@private.get("/notes/{note_id}/comments")
def list_comments(note_id: Id, user: User, db: Database):
    """List the comments of one of the user's notes."""
    own_note(db, user, note_id)
    found = db.execute("SELECT id, text FROM comments WHERE note_id = ? ORDER BY id", (note_id,))
    return [dict(comment) for comment in found]


@private.post("/notes/{note_id}/comments", status_code=201)
def create_comment(note_id: Id, sent: Comment, user: User, db: Database):
    """Add a comment to one of the user's notes: looked up and written in one statement."""
    made = db.execute(
        "INSERT INTO comments (note_id, text) SELECT id, ? FROM notes WHERE id = ? AND owner_id = ?",
        (sent.text, note_id, user),
    )
    if made.rowcount == 0:
        raise HTTPException(404, "no such note")
    return {"id": made.lastrowid, "text": sent.text}


@private.delete("/notes/{note_id}/comments/{comment_id}", status_code=204)
def delete_comment(note_id: Id, comment_id: Id, user: User, db: Database):
    """Delete a comment that stands under this note, which must be the user's."""
    own_note(db, user, note_id)
    gone = db.execute("DELETE FROM comments WHERE id = ? AND note_id = ?", (comment_id, note_id))
    if gone.rowcount == 0:
        raise HTTPException(404, "no such comment")


# --- small parts ---

app.include_router(private)


def hash_password(password, salt):
    """Turn a password and its salt into 64 bytes, slowly on purpose."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


def digest(token):
    """Return what is stored of a token. It is long and random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).digest()


@app.exception_handler(RequestValidationError)
def refuse_without_echo(request, error):
    """Name the fields that are wrong. FastAPI's own answer repeats the input, and with it a password."""
    fields = [".".join(str(part) for part in problem["loc"]) for problem in error.errors()]
    return JSONResponse({"detail": "missing or of the wrong type", "fields": fields}, 422)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
