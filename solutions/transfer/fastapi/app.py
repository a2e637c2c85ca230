"""Move money: every transfer is one transaction, checked and changed behind the same door."""

import os
import sqlite3
from contextlib import closing, contextmanager
from typing import Annotated

import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

app = FastAPI()
DATABASE = os.path.join(os.environ.get("KATA_DATA", "."), "bank.db")
LARGEST = 9_000_000_000_000_000  # cents

# Strict: neither "100" nor true nor 100.0 becomes a number here.
Id = Annotated[int, Field(strict=True, ge=1, lt=2**63)]
Balance = Annotated[int, Field(strict=True, ge=0, le=LARGEST)]
Amount = Annotated[int, Field(strict=True, ge=1, le=LARGEST)]


class NewAccount(BaseModel):
    """What opens an account."""

    balance: Balance


class Transfer(BaseModel):
    """What moves money; `from` is a word of Python."""

    source: Id = Field(alias="from")
    target: Id = Field(alias="to")
    amount: Amount


def database():
    """Open the database; outside of a transaction every statement is committed when it returns."""
    return closing(sqlite3.connect(DATABASE, timeout=30, isolation_level=None))


@contextmanager
def transaction():
    """Give a connection on which nobody else writes; whoever leaves by an error leaves nothing behind."""
    with database() as db:
        db.execute("BEGIN IMMEDIATE")
        yield db
        db.execute("COMMIT")


with database() as db:
    db.execute(
        "CREATE TABLE IF NOT EXISTS accounts ("
        "id INTEGER PRIMARY KEY AUTOINCREMENT, balance INTEGER NOT NULL CHECK (balance >= 0))"
    )


# Plain `def`, not `async def`: FastAPI runs these in threads, so waiting for the database holds up nobody else.
@app.post("/accounts", status_code=201)
def open_account(sent: NewAccount):
    """Open an account with a balance."""
    with database() as db:
        made = db.execute("INSERT INTO accounts (balance) VALUES (?)", (sent.balance,))
    return {"id": made.lastrowid, "balance": sent.balance}


@app.get("/accounts/{account_id}")
def show_account(account_id: int):
    """Show what an account holds."""
    with database() as db:
        found = db.execute("SELECT balance FROM accounts WHERE id = ?", (account_id,)).fetchone()
    if found is None:
        raise HTTPException(404, "no such account")
    return {"id": account_id, "balance": found[0]}


@app.post("/transfers", status_code=201)
def transfer(sent: Transfer):
    """Move money, all of it or nothing."""
    if sent.source == sent.target:
        raise HTTPException(422, "from and to are the same account")
    with transaction() as db:
        query = "SELECT id, balance FROM accounts WHERE id IN (?, ?)"
        balances = dict(db.execute(query, (sent.source, sent.target)).fetchall())
        if sent.source not in balances or sent.target not in balances:
            raise HTTPException(404, "no such account")
        if balances[sent.source] < sent.amount:
            raise HTTPException(409, "there is not enough in the account")
        db.execute("UPDATE accounts SET balance = balance - ? WHERE id = ?", (sent.amount, sent.source))
        db.execute("UPDATE accounts SET balance = balance + ? WHERE id = ?", (sent.amount, sent.target))
    return {"from": sent.source, "to": sent.target, "amount": sent.amount}


@app.exception_handler(RequestValidationError)
def refuse(request, error):
    """Name what is wrong. FastAPI's own answer repeats what was sent, which fails for a number like 1e400."""
    return JSONResponse({"detail": [[*each["loc"], each["msg"]] for each in error.errors()]}, 422)


@app.exception_handler(OverflowError)
def no_such_number(request, error):
    """Answer an id that is larger than any number of the database."""
    return JSONResponse({"detail": "no such account"}, 404)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
