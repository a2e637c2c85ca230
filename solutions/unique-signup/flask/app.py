"""One account for each e-mail and each username: the database itself keeps that rule."""

import os
import re
import sqlite3
from contextlib import contextmanager

from flask import Flask, abort, request

app = Flask(__name__)

DATABASE = os.path.join(os.environ["KATA_DATA"], "accounts.db")
LARGEST_ID = 2**63 - 1  # of SQLite
FIELDS = {"email": re.compile(r"[^@]+@[^@]+"), "username": re.compile(r"[a-z0-9-]{1,40}")}


@contextmanager
def database():
    """Open the database for a while; what was changed is committed at the end, or undone if there was an error."""
    connection = sqlite3.connect(DATABASE, timeout=30)
    connection.row_factory = sqlite3.Row
    try:
        with connection:
            yield connection
    finally:
        connection.close()


with database() as db:
    db.execute("PRAGMA journal_mode = WAL")  # readers and the one writer do not wait for each other
    # UNIQUE is the promise: whoever writes and whenever, the second one is refused.
    db.execute(
        "CREATE TABLE IF NOT EXISTS accounts"
        " (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, username TEXT NOT NULL UNIQUE)"
    )


@app.post("/accounts")
def sign_up():
    account = account_from_body()
    try:
        with database() as db:  # write without asking: only the database knows who else is writing
            insert = "INSERT INTO accounts (email, username) VALUES (:email, :username)"
            account_id = db.execute(insert, account).lastrowid
    except sqlite3.IntegrityError:
        refuse(409, "This is taken", taken(account))
    return {"id": account_id, **account}, 201


@app.get("/accounts")
def list_accounts():
    with database() as db:
        return [dict(row) for row in db.execute("SELECT id, email, username FROM accounts ORDER BY id")]


@app.get(f"/accounts/<int(max={LARGEST_ID}):account_id>")
def read_account(account_id):
    with database() as db:
        row = db.execute("SELECT id, email, username FROM accounts WHERE id = ?", (account_id,)).fetchone()
    return dict(row) if row else refuse(404, "There is no such account")


def taken(account):
    """Return the fields of this account that somebody has: nothing is ever deleted, so they still have them."""
    with database() as db:
        queries = {field: f"SELECT 1 FROM accounts WHERE {field} = :{field}" for field in FIELDS}
        return [field for field, query in queries.items() if db.execute(query, account).fetchone()]


def account_from_body():
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        refuse(400, "The body is no JSON object")
    account = {field: sent.get(field) for field in FIELDS}
    if isinstance(account["email"], str):
        account["email"] = account["email"].strip().lower()  # from here on there is only one way to write it
    wrong = [field for field, value in account.items() if not (is_text(value) and FIELDS[field].fullmatch(value))]
    if wrong:
        refuse(422, "This is no account", wrong, "invalid")
    return account


def is_text(value):
    """Say whether this is a text that UTF-8 can hold (JSON can spell half an emoji; UTF-8 cannot)."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def refuse(status, title, fields=(), code="taken"):
    """End this request with a problem document."""
    response = app.json.response(title=title, errors=[{"field": field, "code": code} for field in fields])
    response.status_code = status
    response.content_type = "application/problem+json"
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
