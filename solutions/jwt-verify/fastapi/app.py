"""Signed tokens: made and checked with the standard library, asked for by a FastAPI dependency."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import sqlite3
import sys
import time
from contextlib import closing
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

app = FastAPI()
DATABASE = os.path.join(os.environ.get("KATA_DATA", "."), "accounts.db")
NOBODY = (None, secrets.token_bytes(16), secrets.token_bytes(64))  # compared with when there is no such account

SECRET = os.environ.get("JWT_SECRET", "").encode()
if not SECRET:
    sys.exit("JWT_SECRET is missing: without a secret there is nothing to sign with")

ALGORITHM, ISSUER, AUDIENCE = "HS256", "kata", "kata-api"
LIFETIME = 900
LEEWAY = 30  # two clocks never agree exactly


class Credentials(BaseModel):
    """What the two open routes are sent."""

    email: str = Field(min_length=1, max_length=320)
    password: str = Field(min_length=1, max_length=1000)


def database():
    """Open the database; every statement is committed when it returns (autocommit)."""
    return closing(sqlite3.connect(DATABASE, timeout=30, isolation_level=None))


with database() as db:
    db.execute(
        "CREATE TABLE IF NOT EXISTS accounts ("
        "id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, salt BLOB NOT NULL, hash BLOB NOT NULL)"
    )


# --- tokens ---


def token_for(subject):
    """Make a token that says who this is, for a quarter of an hour."""
    now = int(time.time())
    header = {"alg": ALGORITHM, "typ": "JWT"}
    claims = {"sub": subject, "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + LIFETIME}
    signed = ".".join(encode(json.dumps(part).encode()) for part in (header, claims))
    return f"{signed}.{signature_of(signed)}"


def claims_of(token):
    """Return what a valid token says, or None. The signature comes first: what we did not sign is not even read."""
    signed, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature_of(signed).encode(), signature.encode()):
        return None
    try:
        header, claims = (json.loads(decode(part)) for part in signed.split("."))
    except ValueError:  # other than two parts, no base64url, no UTF-8, no JSON
        return None
    if not isinstance(header, dict) or not isinstance(claims, dict) or header.get("alg") != ALGORITHM:
        return None
    return claims if in_time(claims) and is_for_us(claims) else None


def signature_of(signed):
    """Return the only signature that we accept for this text: the algorithm is ours, not the token's."""
    return encode(hmac.digest(SECRET, signed.encode(), "sha256"))


def in_time(claims):
    """Say whether a token is neither over nor not yet valid. One that never ends is refused."""
    now, begins, ends = time.time(), claims.get("nbf", 0), claims.get("exp")
    return is_number(begins) and is_number(ends) and begins - LEEWAY <= now < ends + LEEWAY


def is_for_us(claims):
    """Say whether a token was made by our login and for this server."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    return claims.get("iss") == ISSUER and AUDIENCE in audiences


def is_number(value):
    """Say whether this is a number."""
    return isinstance(value, int | float)


def encode(content):
    """Write bytes in base64url without padding."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def decode(text):
    """Read base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# --- the routes ---


def who_is_asking(authorization: Annotated[str, Header()] = ""):
    """Return the e-mail of the account that the token is about. A route that needs it cannot forget the check."""
    scheme, _, token = authorization.partition(" ")
    claims = claims_of(token) if scheme.lower() == "bearer" else None
    if claims is None:
        raise HTTPException(401, "a valid token is needed")
    with database() as db:
        account = db.execute("SELECT email FROM accounts WHERE id = ?", (str(claims.get("sub")),)).fetchone()
    if account is None:
        raise HTTPException(401, "there is no such account")
    return account[0]


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
    """Give out a token for the right password."""
    with database() as db:
        account = db.execute("SELECT id, salt, hash FROM accounts WHERE email = ?", (sent.email,)).fetchone()
    account_id, salt, expected = account or NOBODY
    matches = hmac.compare_digest(hash_password(sent.password, salt), expected)
    if account is None or not matches:
        raise HTTPException(401, "e-mail or password is wrong")
    return {"token": token_for(str(account_id))}


@app.get("/me")
def me(email: Annotated[str, Depends(who_is_asking)]):
    """Say whom the token is about."""
    return {"email": email}


def hash_password(password, salt):
    """Turn a password and its salt into 64 bytes, slowly on purpose."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**12, r=8, p=1)


@app.exception_handler(RequestValidationError)
def refuse_without_echo(request, error):
    """Replace FastAPI's own answer, which repeats the whole input, and with it the password."""
    return JSONResponse({"detail": "email and password must be texts that are not empty"}, 422)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
