"""Move money: every transfer is one transaction, checked and changed behind the same door."""

import os
import sqlite3
from contextlib import closing

from flask import Flask, abort, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
DATABASE = os.path.join(os.environ.get("KATA_DATA", "."), "bank.db")
LARGEST = 9_000_000_000_000_000  # cents


def database():
    """Open the database; outside of BEGIN and COMMIT every statement is committed when it returns."""
    return closing(sqlite3.connect(DATABASE, timeout=30, isolation_level=None))


with database() as db:
    db.execute(
        "CREATE TABLE IF NOT EXISTS accounts ("
        "id INTEGER PRIMARY KEY AUTOINCREMENT, balance INTEGER NOT NULL CHECK (balance >= 0))"
    )


@app.post("/accounts")
def open_account():
    """Open an account with a balance."""
    balance = whole_number("balance", smallest=0)
    with database() as db:
        made = db.execute("INSERT INTO accounts (balance) VALUES (?)", (balance,))
    return {"id": made.lastrowid, "balance": balance}, 201


@app.get("/accounts/<int:account_id>")
def show_account(account_id):
    """Show what an account holds."""
    with database() as db:
        found = db.execute("SELECT balance FROM accounts WHERE id = ?", (account_id,)).fetchone()
    if found is None:
        refuse(404, "no such account")
    return {"id": account_id, "balance": found[0]}


@app.post("/transfers")
def transfer():
    """Move money. Whoever leaves before COMMIT, by an error or by a kill, leaves nothing behind."""
    source, target, amount = account_named("from"), account_named("to"), whole_number("amount", smallest=1)
    if source == target:
        refuse(422, "from and to are the same account")
    with database() as db:
        db.execute("BEGIN IMMEDIATE")  # nobody else writes from here on, so what is read stays true
        balances = dict(db.execute("SELECT id, balance FROM accounts WHERE id IN (?, ?)", (source, target)))
        if source not in balances or target not in balances:
            refuse(404, "no such account")
        if balances[source] < amount:
            refuse(409, "there is not enough in the account")
        db.execute("UPDATE accounts SET balance = balance - ? WHERE id = ?", (amount, source))
        db.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", (amount, target))
        db.execute("COMMIT")
    return {"from": source, "to": target, "amount": amount}, 201


def whole_number(name, smallest):
    """Return a whole number of the body, or refuse it. `True` is no number here, whatever Python says."""
    value = body().get(name)
    if type(value) is not int or not smallest <= value <= LARGEST:
        refuse(422, f"{name} must be a whole number from {smallest} to {LARGEST}")
    return value


def account_named(name):
    """Return an account id of the body, or refuse it."""
    value = body().get(name)
    if type(value) is not int:
        refuse(422, f"{name} must be the id of an account")
    return value


def body():
    """Return the JSON object of the request."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        refuse(422, "the body must be a JSON object")
    return sent


@app.errorhandler(OverflowError)
def no_such_number(error):
    """Answer an id that is larger than any number of the database."""
    return {"error": "no such account"}, 404


def refuse(status, reason):
    """End this request with an error."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
