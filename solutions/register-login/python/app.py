"""Accounts whose passwords can be checked but never read back."""

import hashlib
import hmac
import json
import os
import secrets
import sqlite3
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DATABASE = os.path.join(os.environ["KATA_DATA"], "accounts.db")
LARGEST_BODY = 64 * 1024

# Stands in for an account that does not exist, so that "no such account" takes as long as "wrong password".
# No hash is empty, so nobody gets in.
NOBODY = (secrets.token_bytes(16), b"")


class Refused(Exception):
    """This request ends here; the message is for the client and never repeats what was sent."""

    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status


def database():
    """Open the database; every statement is committed when it returns (autocommit)."""
    return closing(sqlite3.connect(DATABASE, timeout=30, isolation_level=None))


# --- The two routes. Each returns the status and what goes into the body. ---


def register(body):
    """Make an account, unless the e-mail has one."""
    email, password = credentials(body)
    salt = secrets.token_bytes(16)
    hashed = hash_password(password, salt)
    try:
        with database() as db:
            db.execute("INSERT INTO accounts (email, salt, hash) VALUES (?, ?, ?)", (email, salt, hashed))
    except sqlite3.IntegrityError:
        raise Refused(409, "this e-mail has an account already") from None
    return 201, {"email": email}


def login(body):
    """Give out a token for the right password; say the same to everyone else."""
    email, password = credentials(body)
    with database() as db:
        account = db.execute("SELECT salt, hash FROM accounts WHERE email = ?", (email,)).fetchone()
    salt, expected = account or NOBODY
    if not hmac.compare_digest(hash_password(password, salt), expected):
        raise Refused(401, "e-mail or password is wrong")
    return 200, {"token": secrets.token_urlsafe(32)}


def hash_password(password, salt):
    """Turn a password and its salt into 64 bytes, slowly on purpose. It reads every byte, however long."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


def credentials(body):
    """Return the e-mail and the password in this body, or refuse it."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):  # broken; nested too deep
        raise Refused(400, "the body must be JSON") from None
    if not isinstance(sent, dict) or not (is_text(sent.get("email")) and is_text(sent.get("password"))):
        raise Refused(422, "email and password must be texts that are not empty")
    return sent["email"], sent["password"]


def is_text(value):
    """Say whether this is a text, not empty, that UTF-8 can hold (JSON can spell half an emoji; UTF-8 cannot)."""
    if not isinstance(value, str):
        return False
    try:
        return len(value.encode()) > 0
    except UnicodeEncodeError:
        return False


# --- HTTP ---


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    timeout = 30  # seconds without a byte; then we give the client up

    def do_POST(self):
        try:
            status, value = self.route(self.read_body())
        except Refused as refused:
            status, value = refused.status, {"error": str(refused)}
        self.send_json(status, value)

    def route(self, body):
        match self.path.partition("?")[0]:
            case "/register":
                return register(body)
            case "/login":
                return login(body)
        raise Refused(404, "there is nothing here")

    def read_body(self):
        """Return all of the body, which http.server leaves lying until somebody fetches it."""
        try:
            length = int(self.headers.get("Content-Length", 0))
        except ValueError:
            raise Refused(400, "Content-Length must be a number") from None
        if not 0 <= length <= LARGEST_BODY:
            raise Refused(413, "this body is too large")
        return self.rfile.read(length)

    def send_json(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """One thread answers one client."""

    request_queue_size = 128  # so many may wait at the door; the default of 5 turns a crowd away


if __name__ == "__main__":
    with database() as db:
        db.execute(
            "CREATE TABLE IF NOT EXISTS accounts (email TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL)"
        )
    Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
