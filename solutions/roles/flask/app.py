"""Roles: one guard before every route of the back room, which asks the database and nobody else."""

import hashlib
import hmac
import os
import secrets
import sqlite3
from contextlib import closing

from flask import Blueprint, Flask, abort, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
admin = Blueprint("admin", __name__, url_prefix="/admin")
DATABASE = os.path.join(os.environ.get("KATA_DATA", "."), "accounts.db")
ROLES = ("user", "admin")
NOBODY = (None, secrets.token_bytes(16), secrets.token_bytes(64))  # compared with when there is no such account

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, salt BLOB NOT NULL, hash BLOB NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('user', 'admin')));
CREATE TABLE IF NOT EXISTS sessions (
    id_hash BLOB PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE);
"""


def database():
    """Open the database; every statement is committed when it returns (autocommit)."""
    connection = sqlite3.connect(DATABASE, timeout=30, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")  # so that an account takes its sessions with it
    return closing(connection)


def one(statement, *values):
    """Run one statement and return its only row, or None."""
    with database() as db:
        return next(map(dict, db.execute(statement, values).fetchall()), None)


# --- accounts and sessions ---


def add_account(email, password, role):
    """Store a new account and return it, or None when the e-mail has one."""
    salt = secrets.token_bytes(16)
    insert = "INSERT INTO accounts (email, salt, hash, role) VALUES (?, ?, ?, ?) ON CONFLICT (email) DO NOTHING"
    return one(f"{insert} RETURNING id, email, role", email, salt, hash_password(password, salt), role)


@app.post("/register")
def register():
    """Make an account. Its role is decided here, not by whoever asks for it."""
    email, password = credentials()
    account = add_account(email, password, "user")
    if account is None:
        refuse(409, "this e-mail has an account already")
    return account, 201


@app.post("/login")
def login():
    """Begin a session. It says whose it is and nothing more: the role is looked up when it matters."""
    email, password = credentials()
    with database() as db:
        account = db.execute("SELECT id, salt, hash FROM accounts WHERE email = ?", (email,)).fetchone()
        account_id, salt, expected = account or NOBODY
        matches = hmac.compare_digest(hash_password(password, salt), expected)
        if account is None or not matches:
            refuse(401, "e-mail or password is wrong")
        session_id = secrets.token_urlsafe(32)
        db.execute("INSERT INTO sessions VALUES (?, ?)", (digest(session_id), account_id))
    response = app.json.response(email=email)
    response.set_cookie("session", session_id, httponly=True, samesite="Lax")
    return response


def logged_in():
    """Return the account of the session as it is now, or end the request with 401."""
    with database() as db:
        account = db.execute(
            "SELECT accounts.id, email, role FROM sessions JOIN accounts ON accounts.id = account_id WHERE id_hash = ?",
            (digest(request.cookies.get("session", "")),),
        ).fetchone()
    if account is None:
        refuse(401, "log in first")
    return dict(account)


@app.get("/me")
def me():
    """Show the own account."""
    return logged_in()


# --- the back room ---


@admin.before_request
def admins_only():
    """Stand before every route of the blueprint, those too that are written next year."""
    if logged_in()["role"] != "admin":
        refuse(403, "this is for admins")


@admin.get("/users")
def list_accounts():
    """List all accounts."""
    with database() as db:
        return [dict(account) for account in db.execute("SELECT id, email, role FROM accounts ORDER BY id")]


@admin.get("/users/<int:account_id>")
def show_account(account_id):
    """Show one account."""
    return one_account("SELECT id, email, role FROM accounts WHERE id = ?", account_id)


@admin.patch("/users/<int:account_id>")
def change_role(account_id):
    """Change the role of an account. It holds at once, because nobody remembers the old one."""
    role = body().get("role")
    if role not in ROLES:
        refuse(422, "role must be one of: " + ", ".join(ROLES))
    return one_account("UPDATE accounts SET role = ? WHERE id = ? RETURNING id, email, role", role, account_id)


@admin.delete("/users/<int:account_id>")
def delete_account(account_id):
    """Delete an account, and its sessions with it."""
    one_account("DELETE FROM accounts WHERE id = ? RETURNING id", account_id)
    return "", 204


def one_account(statement, *values):
    """Run a statement about one account and return it, or end the request with 404."""
    found = one(statement, *values)
    if not found:
        refuse(404, "no such account")
    return found


# --- small parts ---


def hash_password(password, salt):
    """Turn a password and its salt into 64 bytes, slowly on purpose."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**12, r=8, p=1)


def digest(session_id):
    """Return what is stored of a session id. It is long and random, so a fast hash is enough."""
    return hashlib.sha256(session_id.encode()).digest()


def body():
    """Return the JSON object of the request, an empty one when there is none."""
    sent = request.get_json(silent=True)
    return sent if isinstance(sent, dict) else {}


def credentials():
    """Return the e-mail and the password of the request, or refuse it."""
    texts = [body().get(name) for name in ("email", "password")]
    if not all(isinstance(text, str) and text for text in texts):
        refuse(422, "email and password must be texts that are not empty")
    return texts


@app.errorhandler(OverflowError)
def no_such_number(error):
    """Answer a number in the path that is larger than any id of the database."""
    return {"error": "no such account"}, 404


def refuse(status, reason):
    """End this request with an error."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


app.register_blueprint(admin)
with database() as first:
    first.executescript(SCHEMA)
add_account(os.environ["ADMIN_EMAIL"], os.environ["ADMIN_PASSWORD"], "admin")  # nothing happens when it is there

if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
