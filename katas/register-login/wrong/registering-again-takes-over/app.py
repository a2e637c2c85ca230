"""Accounts whose passwords can be checked but never read back."""

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

# Stands in for an account that does not exist, so that "no such account" takes as long as "wrong password".
NOBODY = (secrets.token_bytes(16), secrets.token_bytes(64))


def database():
    """Open the database; every statement is committed when it returns (autocommit)."""
    return closing(sqlite3.connect(DATABASE, timeout=30, isolation_level=None))


with database() as db:
    db.execute("CREATE TABLE IF NOT EXISTS accounts (email TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL)")


@app.post("/register")
def register():
    """Make an account, unless the e-mail has one."""
    email, password = credentials()
    salt = secrets.token_bytes(16)
    hashed = hash_password(password, salt)
    try:
        with database() as db:
            db.execute("INSERT OR REPLACE INTO accounts (email, salt, hash) VALUES (?, ?, ?)", (email, salt, hashed))
    except sqlite3.IntegrityError:
        refuse(409, "this e-mail has an account already")
    return {"email": email}, 201


@app.post("/login")
def login():
    """Give out a token for the right password; say the same to everyone else."""
    email, password = credentials()
    with database() as db:
        account = db.execute("SELECT salt, hash FROM accounts WHERE email = ?", (email,)).fetchone()
    salt, expected = account or NOBODY
    matches = hmac.compare_digest(hash_password(password, salt), expected)
    if account is None or not matches:
        refuse(401, "e-mail or password is wrong")
    return {"token": secrets.token_urlsafe(32)}


def hash_password(password, salt):
    """Turn a password and its salt into 64 bytes, slowly on purpose. It reads every byte, however long."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


def credentials():
    """Return the e-mail and the password of the request, or refuse it."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not (is_text(body.get("email")) and is_text(body.get("password"))):
        refuse(422, "email and password must be texts that are not empty")
    return body["email"], body["password"]


def is_text(value):
    """Say whether this is a text, not empty, that UTF-8 can hold (JSON can spell half an emoji; UTF-8 cannot)."""
    if not isinstance(value, str):
        return False
    try:
        return len(value.encode()) > 0
    except UnicodeEncodeError:
        return False


@app.errorhandler(RecursionError)
def nested_too_deep(error):
    """Answer JSON with more brackets inside brackets than Python can follow."""
    return {"error": "this is nested too deep"}, 422


def refuse(status, reason):
    """End this request with an error. The reason never repeats what was sent."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
