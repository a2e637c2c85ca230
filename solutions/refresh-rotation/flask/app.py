"""Rotating tokens: signed ones for an hour, and a list of those that get the next."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import sqlite3
import sys
import time
import uuid
from contextlib import closing

from flask import Flask, abort, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
DATABASE = os.path.join(os.environ.get("KATA_DATA", "."), "tokens.db")
NOBODY = (None, b"", b"")  # compared with when there is no such account; no hash is empty
ALGORITHM, ISSUER, LIFETIME = "HS256", "chirpy", 900

SECRET = os.environ.get("JWT_SECRET", "").encode()
if not SECRET:
    sys.exit("JWT_SECRET is missing: without a secret there is nothing to sign with")

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, salt BLOB NOT NULL, hash BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS refresh_tokens (
    hash BLOB PRIMARY KEY, family TEXT NOT NULL, account_id INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0);
"""


def database():
    """Open the database; outside of BEGIN and COMMIT every statement is committed when it returns."""
    return closing(sqlite3.connect(DATABASE, timeout=30, isolation_level=None))


with database() as db:
    db.executescript(SCHEMA)


# --- the routes ---


@app.post("/api/users")
def register():
    """Make an account, unless the e-mail has one."""
    email, password = credentials()
    salt = secrets.token_bytes(16)
    hashed = hash_password(password, salt)
    insert = "INSERT INTO accounts (email, salt, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    with database() as db:
        made = db.execute(insert, (email, salt, hashed))
    if not made.rowcount:
        refuse(409, "this e-mail has an account already")
    return {"id": made.lastrowid, "email": email}, 201


@app.post("/api/login")
def login():
    """Begin a new family of refresh tokens."""
    email, password = credentials()
    with database() as db:
        account = db.execute("SELECT id, salt, hash FROM accounts WHERE email = ?", (email,)).fetchone()
        account_id, salt, expected = account or NOBODY
        matches = hmac.compare_digest(hash_password(password, salt), expected)
        if account is None or not matches:
            refuse(401, "e-mail or password is wrong")
        refresh_token = new_refresh_token(db, uuid.uuid4().hex, account_id)
    return {"id": account_id, "email": email, "token": access_token(account_id), "refresh_token": refresh_token}


@app.post("/api/chirps")
def create_chirp():
    """Write a short message, which this kata does not keep."""
    claims = claims_of(bearer())
    if claims is None:
        refuse(401, "an access token is needed")
    return {"id": uuid.uuid4().hex, "body": body().get("body"), "user_id": int(claims["sub"])}, 201


@app.post("/api/refresh")
def refresh():
    """Exchange a refresh token. Of many who bring the same one, the UPDATE lets one win; for the others it is used."""
    hashed = digest(bearer())
    with database() as db:
        db.execute("BEGIN IMMEDIATE")
        query = "UPDATE refresh_tokens SET used = 1 WHERE hash = ? AND used = 0 RETURNING family, account_id"
        won = db.execute(query, (hashed,)).fetchall()
        if won:
            ((family, account_id),) = won
            refresh_token = new_refresh_token(db, family, account_id)
        else:
            end_family(db, hashed)  # it has come back, so two people hold it; or it was never ours
        db.execute("COMMIT")
    if not won:
        refuse(401, "this refresh token is not good")
    return {"token": access_token(account_id), "refresh_token": refresh_token}


@app.post("/api/revoke")
def revoke():
    """End a login."""
    with database() as db:
        end_family(db, digest(bearer()))
    return "", 204


# --- refresh tokens: random, kept as hashes, each with the login that it came from ---


def new_refresh_token(db, family, account_id):
    """Make a refresh token and write down its hash."""
    token = secrets.token_hex(32)
    values = (digest(token), family, account_id)
    db.execute("INSERT INTO refresh_tokens (hash, family, account_id) VALUES (?, ?, ?)", values)
    return token


def end_family(db, hashed):
    """Forget all tokens of the login that this one came from."""
    family = "(SELECT family FROM refresh_tokens WHERE hash = ?)"
    db.execute(f"DELETE FROM refresh_tokens WHERE family = {family}", (hashed,))


def digest(token):
    """Return what is stored of a token. It is long and random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).digest()


# --- access tokens: signed, not kept (see the kata jwt-verify) ---


def access_token(account_id):
    """Make a token that says who this is, for a quarter of an hour."""
    now = int(time.time())
    header = {"alg": ALGORITHM, "typ": "JWT"}
    claims = {"sub": str(account_id), "iss": ISSUER, "iat": now, "exp": now + LIFETIME}
    signed = ".".join(encode(json.dumps(part).encode()) for part in (header, claims))
    return f"{signed}.{signature_of(signed)}"


def claims_of(token):
    """Return what a valid token says, or None. The signature comes first: what we did not sign is not even read."""
    signed, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature_of(signed).encode(), signature.encode()):
        return None
    header, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in signed.split("."))
    good = header.get("alg") == ALGORITHM and claims.get("iss") == ISSUER and claims["exp"] > time.time()
    return claims if good else None


def signature_of(signed):
    """Return the only signature that we accept for this text."""
    return encode(hmac.digest(SECRET, signed.encode(), "sha256"))


def encode(content):
    """Write bytes in base64url without padding."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


# --- small parts ---


def bearer():
    """Return the token of the request, or an empty text."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def hash_password(password, salt):
    """Turn a password and its salt into 64 bytes, slowly on purpose."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**12, r=8, p=1)


def body():
    """Return the JSON object of the request."""
    sent = request.get_json()  # Flask itself refuses what is no JSON
    if not isinstance(sent, dict):
        refuse(422, "the body must be a JSON object")
    return sent


def credentials():
    """Return the e-mail and the password of the request, or refuse it."""
    email, password = body().get("email"), body().get("password")
    if not (isinstance(email, str) and email and isinstance(password, str) and password):
        refuse(422, "email and password must be texts that are not empty")
    return email, password


def refuse(status, reason):
    """End this request with an error."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
