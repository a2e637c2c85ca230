"""Accounts whose passwords can be checked but never read back."""

import hashlib
import hmac
import os
import secrets
import sqlite3
from contextlib import closing

import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

app = FastAPI()
DATABASE = os.path.join(os.environ.get("KATA_DATA", "."), "accounts.db")

# Stands in for an account that does not exist, so that "no such account" takes as long as "wrong password".
NOBODY = (secrets.token_bytes(16), secrets.token_bytes(64))


class Credentials(BaseModel):
    """What both routes are sent."""

    email: str = Field(min_length=1, max_length=320)
    password: str = Field(min_length=1, max_length=1000)


def database():
    """Open the database; every statement is committed when it returns (autocommit)."""
    return closing(sqlite3.connect(DATABASE, timeout=30, isolation_level=None))


with database() as db:
    db.execute("CREATE TABLE IF NOT EXISTS accounts (email TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL)")


# Plain `def`, not `async def`: FastAPI runs these in threads, so a slow hash does not hold up everyone else.
@app.post("/register", status_code=201)
def register(sent: Credentials):
    """Make an account, unless the e-mail has one."""
    salt = secrets.token_bytes(16)
    hashed = hash_password(sent.password, salt)
    try:
        with database() as db:
            db.execute("INSERT INTO accounts (email, salt, hash) VALUES (?, ?, ?)", (sent.email, salt, hashed))
    except sqlite3.IntegrityError:
        raise HTTPException(409, "this e-mail has an account already") from None
    return {"email": sent.email}


@app.post("/login")
def login(sent: Credentials):
    """Give out a token for the right password; say the same to everyone else."""
    with database() as db:
        account = db.execute("SELECT salt, hash FROM accounts WHERE email = ?", (sent.email,)).fetchone()
    if account is None:
        raise HTTPException(401, "no such user")
    salt, expected = account
    if not hmac.compare_digest(hash_password(sent.password, salt), expected):
        raise HTTPException(401, "wrong password")
    return {"token": secrets.token_urlsafe(32)}


def hash_password(password, salt):
    """Turn a password and its salt into 64 bytes, slowly on purpose. It reads every byte, however long."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


@app.exception_handler(RequestValidationError)
def refuse_without_echo(request, error):
    """Replace FastAPI's own answer, which repeats the whole input, and with it the password."""
    return JSONResponse({"detail": "email and password must be texts that are not empty"}, 422)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
