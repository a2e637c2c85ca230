"""Only the fields you mean: one model for each thing that comes in or goes out."""

import hashlib
import hmac
import os
import secrets
import sqlite3
from contextlib import closing
from typing import Annotated

import uvicorn
from fastapi import Cookie, Depends, FastAPI, HTTPException, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

app = FastAPI()
LARGEST_ID = 2**63 - 1  # of SQLite
DATABASE = os.path.join(os.environ.get("KATA_DATA", "."), "accounts.db")
NOBODY = {"id": None, "salt": secrets.token_bytes(16), "hash": secrets.token_bytes(64)}  # when there is no such account

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    role TEXT NOT NULL DEFAULT 'user', balance INTEGER NOT NULL DEFAULT 0, salt BLOB NOT NULL, hash BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (id_hash BLOB PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts (id));
"""

Text = Annotated[str, Field(min_length=1, max_length=320)]


class Credentials(BaseModel):
    """What a login takes."""

    email: Text
    password: Text


class Registration(Credentials):
    """What a registration takes."""

    name: Text


class Change(BaseModel):
    """What the owner may change. A field that is missing stays; null is no text, and refused."""

    name: Text = None
    email: Text = None


class SeenByOthers(BaseModel):
    """What others may see."""

    id: int
    name: str


class SeenByOwner(SeenByOthers):
    """What the owner may see."""

    email: str
    role: str
    balance: int


def run(statement, *values):
    """Run one statement, which is committed when it returns, and return its rows as dictionaries."""
    with closing(sqlite3.connect(DATABASE, timeout=30, isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(statement, values).fetchall()]


with closing(sqlite3.connect(DATABASE, timeout=30)) as first:
    first.executescript(SCHEMA)


def user_id(session: Annotated[str, Cookie()] = ""):
    """Return the id of whose session this is; a route that needs it cannot be reached without one."""
    found = run("SELECT account_id FROM sessions WHERE id_hash = ?", digest(session))
    if not found:
        raise HTTPException(401, "log in first")
    return found[0]["account_id"]


User = Annotated[int, Depends(user_id)]


# `response_model` is the list of what goes out: whatever else the dictionary holds stays here.
@app.post("/register", status_code=201, response_model=SeenByOwner)
def register(sent: Registration):
    """Make an account of three fields."""
    salt = secrets.token_bytes(16)
    insert = "INSERT INTO accounts (email, name, salt, hash) VALUES (?, ?, ?, ?) RETURNING *"
    return unless_taken(insert, sent.email, sent.name, salt, hash_password(sent.password, salt))


@app.post("/login")
def login(sent: Credentials, response: Response):
    """Begin a session."""
    found = run("SELECT id, salt, hash FROM accounts WHERE email = ?", sent.email)
    account = found[0] if found else NOBODY
    matches = hmac.compare_digest(hash_password(sent.password, account["salt"]), account["hash"])
    if account is NOBODY or not matches:
        raise HTTPException(401, "e-mail or password is wrong")
    session_id = secrets.token_urlsafe(32)
    run("INSERT INTO sessions VALUES (?, ?)", digest(session_id), account["id"])
    response.set_cookie("session", session_id, httponly=True, samesite="lax")
    return {}


@app.get("/me", response_model=SeenByOwner)
def me(user: User):
    """Show the own account to its owner."""
    return run("SELECT * FROM accounts WHERE id = ?", user)[0]


@app.patch("/me", response_model=SeenByOwner)
def change_me(sent: Change, user: User):
    """Change what the owner may change."""
    update = "UPDATE accounts SET name = coalesce(?, name), email = coalesce(?, email) WHERE id = ? RETURNING *"
    return unless_taken(update, sent.name, sent.email, user)


@app.get("/users", response_model=list[SeenByOthers])
def list_users(user: User):
    """Show all users to each other."""
    return run("SELECT * FROM accounts ORDER BY id")


@app.get("/users/{account_id}", response_model=SeenByOthers)
def show_user(account_id: int, user: User):
    """Show one user to others."""
    found = run("SELECT * FROM accounts WHERE id = ?", account_id) if account_id <= LARGEST_ID else []
    if not found:
        raise HTTPException(404, "no such user")
    return found[0]


def unless_taken(statement, *values):
    """Store an account and return it, or refuse it when the e-mail belongs to another."""
    try:
        return run(statement, *values)[0]
    except sqlite3.IntegrityError:
        raise HTTPException(409, "this e-mail has an account already") from None


def hash_password(password, salt):
    """Turn a password and its salt into 64 bytes, slowly on purpose."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**12, r=8, p=1)


def digest(session_id):
    """Return what is stored of a session id. It is long and random, so a fast hash is enough."""
    return hashlib.sha256(session_id.encode()).digest()


@app.exception_handler(RequestValidationError)
def refuse_without_echo(request, error):
    """Replace FastAPI's own answer, which repeats the whole input, and with it the password."""
    return JSONResponse({"detail": "a field is missing, or is no text"}, 422)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
