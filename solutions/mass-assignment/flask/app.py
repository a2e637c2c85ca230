"""Only the fields you mean: two lists of fields that go out, one of fields that come in."""

import hashlib
import hmac
import os
import secrets
import sqlite3
from contextlib import closing

from flask import Flask, abort, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
DATABASE = os.path.join(os.environ.get("KATA_DATA", "."), "accounts.db")
NOBODY = (None, secrets.token_bytes(16), secrets.token_bytes(64))  # compared with when there is no such account

OWNER_SEES = "id, email, name, role, balance"
OTHERS_SEE = "id, name"
OWNER_CHANGES = ("name", "email")

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    role TEXT NOT NULL DEFAULT 'user', balance INTEGER NOT NULL DEFAULT 0, salt BLOB NOT NULL, hash BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (id_hash BLOB PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts (id));
"""


def run(statement, *values):
    """Run one statement, which is committed when it returns, and return its rows as dictionaries."""
    with closing(sqlite3.connect(DATABASE, timeout=30, isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(statement, values).fetchall()]


def one(statement, *values):
    """Run one statement and return its only row, or None."""
    return next(iter(run(statement, *values)), None)


with closing(sqlite3.connect(DATABASE, timeout=30)) as first:
    first.executescript(SCHEMA)


@app.post("/register")
def register():
    """Make an account of three fields. Role and balance have defaults in the database, and no other way in."""
    email, password, name = map(text_of, ("email", "password", "name"))
    salt = secrets.token_bytes(16)
    insert = f"INSERT INTO accounts (email, name, salt, hash) VALUES (?, ?, ?, ?) RETURNING {OWNER_SEES}"
    return unless_taken(insert, email, name, salt, hash_password(password, salt)), 201


@app.post("/login")
def login():
    """Begin a session."""
    email, password = map(text_of, ("email", "password"))
    found = one("SELECT id, salt, hash FROM accounts WHERE email = ?", email)
    account_id, salt, expected = found.values() if found else NOBODY
    matches = hmac.compare_digest(hash_password(password, salt), expected)
    if account_id is None or not matches:
        refuse(401, "e-mail or password is wrong")
    session_id = secrets.token_urlsafe(32)
    run("INSERT INTO sessions VALUES (?, ?)", digest(session_id), account_id)
    response = app.response_class(status=200)
    response.set_cookie("session", session_id, httponly=True, samesite="Lax")
    return response


@app.get("/me")
def me():
    """Show the own account to its owner."""
    return one(f"SELECT {OWNER_SEES} FROM accounts WHERE id = ?", user_id())


@app.patch("/me")
def change_me():
    """Change what the owner may change. Every other field of the body is not even looked at."""
    own_id = user_id()
    sent = body()
    name, email = (text_of(field) if field in sent else None for field in OWNER_CHANGES)
    update = "UPDATE accounts SET name = coalesce(?, name), email = coalesce(?, email) WHERE id = ?"
    return unless_taken(f"{update} RETURNING {OWNER_SEES}", name, email, own_id)


@app.get("/users")
def list_users():
    """Show all users to each other."""
    user_id()
    return run(f"SELECT {OTHERS_SEE} FROM accounts ORDER BY id")


@app.get("/users/<int:account_id>")
def show_user(account_id):
    """Show one user to others."""
    user_id()
    found = one(f"SELECT {OTHERS_SEE} FROM accounts WHERE id = ?", account_id)
    if not found:
        refuse(404, "no such user")
    return found


def user_id():
    """Return the id of whose session this is, or end the request with 401."""
    session_id = request.cookies.get("session", "")
    session = one("SELECT account_id FROM sessions WHERE id_hash = ?", digest(session_id))
    if not session:
        refuse(401, "log in first")
    return session["account_id"]


def unless_taken(statement, *values):
    """Store an account and return it, or end the request with 409 when the e-mail belongs to another."""
    try:
        return one(statement, *values)
    except sqlite3.IntegrityError:
        return refuse(409, "this e-mail has an account already")


# --- small parts ---


def hash_password(password, salt):
    """Turn a password and its salt into 64 bytes, slowly on purpose."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**12, r=8, p=1)


def digest(session_id):
    """Return what is stored of a session id. It is long and random, so a fast hash is enough."""
    return hashlib.sha256(session_id.encode()).digest()


def body():
    """Return the JSON object of the request."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        refuse(422, "the body must be a JSON object")
    return sent


def text_of(name):
    """Return this field of the body, or refuse it: it must be a text that is not empty."""
    value = body().get(name)
    if not (isinstance(value, str) and value):
        refuse(422, f"{name}: a text that is not empty is needed")
    return value


@app.errorhandler(OverflowError)
def no_such_number(error):
    """Answer a number in the path that is larger than any id of the database."""
    return {"error": "no such user"}, 404


def refuse(status, reason):
    """End this request with an error."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
