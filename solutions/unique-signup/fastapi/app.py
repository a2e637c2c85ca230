"""One account for each e-mail and each username: the database itself keeps that rule."""

import os
import sqlite3
from contextlib import contextmanager
from typing import Annotated

import uvicorn
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

DATABASE = os.path.join(os.environ["KATA_DATA"], "accounts.db")
LARGEST_ID = 2**63 - 1  # of SQLite


def writable(text: str) -> str:
    """Refuse half an emoji: JSON can spell it, UTF-8 cannot."""
    text.encode()  # UnicodeEncodeError is a ValueError, and that is how pydantic is told
    return text


# At the door every e-mail gets the one form in which the rest of the program knows it.
Email = Annotated[
    str,
    AfterValidator(writable),
    StringConstraints(strip_whitespace=True, to_lower=True),
    Field(pattern=r"^[^@]+@[^@]+$"),
]


class SignUp(BaseModel):
    email: Email
    username: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]


class Account(SignUp):
    id: int


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

app = FastAPI()


# Plain `def`: FastAPI runs these in threads, so that waiting for the disk holds nobody up.


@app.post("/accounts", status_code=201)
def sign_up(wanted: SignUp):
    try:
        with database() as db:  # write without asking: only the database knows who else is writing
            insert = "INSERT INTO accounts (email, username) VALUES (:email, :username)"
            account_id = db.execute(insert, wanted.model_dump()).lastrowid
    except sqlite3.IntegrityError as error:
        field = "email" if "accounts.email" in str(error) else "username"
        return problem(409, "This is taken", [{"field": field, "code": "taken"}])
    return Account(id=account_id, **wanted.model_dump())


@app.get("/accounts")
def list_accounts():
    with database() as db:
        return [dict(row) for row in db.execute("SELECT id, email, username FROM accounts ORDER BY id")]


@app.get("/accounts/{account_id}")
def read_account(account_id: Annotated[int, Field(ge=0, le=LARGEST_ID)]):
    with database() as db:
        row = db.execute("SELECT id, email, username FROM accounts WHERE id = ?", (account_id,)).fetchone()
    if row is None:
        raise HTTPException(404, "There is no such account")
    return dict(row)


@app.exception_handler(RequestValidationError)
def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    # FastAPI's own answer repeats what was sent, and half an emoji cannot be written.
    fields = sorted({str(one["loc"][-1]) for one in error.errors()})
    return problem(422, "This is no account", [{"field": field, "code": "invalid"} for field in fields])


def problem(status: int, title: str, errors: list[dict[str, str]]) -> JSONResponse:
    return JSONResponse({"title": title, "errors": errors}, status, media_type="application/problem+json")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
