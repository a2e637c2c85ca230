"""Sessions: a random id in a cookie, and behind it a row that the server can strike out."""

import hashlib
import hmac
import os
import secrets
import sqlite3
import time
from contextlib import closing

from flask import Flask, abort, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
DATABASE = os.path.join(os.environ.get("KATA_DATA", "."), "accounts.db")
LIFETIME = int(os.environ.get("SESSION_SECONDS", "3600"))
NOBODY = (secrets.token_bytes(16), secrets.token_bytes(64))  # compared with when there is no such account

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (email TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (
    id_hash BLOB PRIMARY KEY, email TEXT NOT NULL REFERENCES accounts (email), ends REAL NOT NULL);
"""


def database():
    """Open the database; every statement is committed when it returns (autocommit)."""
    return closing(sqlite3.connect(DATABASE, timeout=30, isolation_level=None))


with database() as db:
    db.executescript(SCHEMA)


@app.post("/register")
def register():
    """Make an account, unless the e-mail has one."""
    email, password = credentials()
    salt = secrets.token_bytes(16)
    hashed = hash_password(password, salt)
    with database() as db:
        made = db.execute("INSERT INTO accounts VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (email, salt, hashed))
    if not made.rowcount:
        refuse(409, "this e-mail has an account already")
    return {"email": email}, 201


@app.post("/login")
def login():
    """Begin a session under a new id, whatever id the request brought along."""
    email, password = credentials()
    with database() as db:
        account = db.execute("SELECT salt, hash FROM accounts WHERE email = ?", (email,)).fetchone()
    salt, expected = account or NOBODY
    matches = hmac.compare_digest(hash_password(password, salt), expected)
    if account is None or not matches:
        refuse(401, "e-mail or password is wrong")
    session_id = secrets.token_urlsafe(32)
    now = time.time()
    with database() as db:
        db.execute("DELETE FROM sessions WHERE ends <= ?", (now,))
        db.execute("INSERT INTO sessions VALUES (?, ?, ?)", (digest(session_id), email, now + LIFETIME))
    response = app.json.response(email=email)
    response.set_cookie("session", session_id, max_age=LIFETIME, httponly=True, samesite="Lax")
    return response


@app.get("/me")
def me():
    """Say whose session this is. The server looks at the clock; the browser's own expiry is a courtesy."""
    with database() as db:
        session = db.execute(
            "SELECT email FROM sessions WHERE id_hash = ? AND ends > ?", (digest(brought()), time.time())
        ).fetchone()
    if session is None:
        refuse(401, "log in first")
    (email,) = session
    return {"email": email}


@app.post("/logout")
def logout():
    """End the session here, where no copy of the cookie can bring it back; then tell the browser."""
    with database() as db:
        db.execute("DELETE FROM sessions WHERE id_hash = ?", (digest(brought()),))
    response = app.response_class(status=204)
    response.delete_cookie("session")
    return response


def brought():
    """Return the session id that came with the request."""
    return request.cookies.get("session", "")


def digest(session_id):
    """Return what is stored of an id. It is long and random, so a fast hash is enough."""
    return hashlib.sha256(session_id.encode()).digest()


def hash_password(password, salt):
    """Turn a password and its salt into 64 bytes, slowly on purpose."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**12, r=8, p=1)


def credentials():
    """Return the e-mail and the password of the request, or refuse it."""
    body = request.get_json()  # Flask itself refuses what is no JSON
    if not isinstance(body, dict) or not (is_text(body.get("email")) and is_text(body.get("password"))):
        refuse(422, "email and password must be texts that are not empty")
    return body["email"], body["password"]


def is_text(value):
    """Say whether this is a text that is not empty."""
    return isinstance(value, str) and value != ""


@app.errorhandler(UnicodeEncodeError)
def half_a_character(error):
    """Answer a text that UTF-8 cannot hold: JSON can spell half an emoji."""
    return {"error": "this is no text"}, 422


def refuse(status, reason):
    """End this request with an error."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
