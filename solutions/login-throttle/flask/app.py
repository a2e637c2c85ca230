"""Slow the guesser: every attempt is counted before its password is looked at."""

import hashlib
import hmac
import math
import os
import secrets
import sqlite3
import time
from contextlib import closing

from flask import Flask, abort, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
DATABASE = os.path.join(os.environ.get("KATA_DATA", "."), "accounts.db")
LOCK_SECONDS = int(os.environ.get("LOCK_SECONDS", "900"))
TRIES = 5
NOBODY = (secrets.token_bytes(16), secrets.token_bytes(64))  # compared with when there is no such account

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (email TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS attempts (email TEXT PRIMARY KEY, count INTEGER NOT NULL, locked_until REAL NOT NULL);
"""


def database():
    """Open the database; outside of BEGIN and COMMIT every statement is committed when it returns."""
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
    """Count the attempt, then look at the password. A right one takes the count back."""
    email, password = credentials()
    seconds = count_attempt(email)
    if seconds:
        refuse(429, "too many wrong passwords", {"Retry-After": str(math.ceil(seconds))})
    with database() as db:
        account = db.execute("SELECT salt, hash FROM accounts WHERE email = ?", (email,)).fetchone()
    salt, expected = account or NOBODY
    matches = hmac.compare_digest(hash_password(password, salt), expected)
    if account is None or not matches:
        refuse(401, "e-mail or password is wrong")
    with database() as db:
        db.execute("DELETE FROM attempts WHERE email = ?", (email,))
    return {"token": secrets.token_urlsafe(32)}


def count_attempt(email):
    """Count an attempt and return 0, or return for how many seconds this e-mail is still locked.

    The look and the change are one transaction, so of many attempts at once each sees what the one before has written.
    """
    now = time.time()
    with database() as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO attempts VALUES (?, 0, 0) ON CONFLICT DO NOTHING", (email,))
        query = "SELECT count, locked_until FROM attempts WHERE email = ?"
        count, locked_until = db.execute(query, (email,)).fetchone()
        if locked_until > now:
            return locked_until - now
        count = 1 if count == TRIES else count + 1  # after a lock the count begins anew
        locked_until = now + LOCK_SECONDS if count == TRIES else 0
        db.execute("UPDATE attempts SET count = ?, locked_until = ? WHERE email = ?", (count, locked_until, email))
        db.execute("COMMIT")
    return 0


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


def refuse(status, reason, headers=None):
    """End this request with an error."""
    response = app.json.response(error=reason)
    response.status_code = status
    response.headers.update(headers or {})
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
