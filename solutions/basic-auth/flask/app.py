"""Ask for a name and a password."""

import base64
import hmac
import os

from flask import Flask, request

app = Flask(__name__)


@app.get("/basic-auth/<user>/<password>")
def guarded(user, password):
    given = credentials(request.headers.get("Authorization", ""))
    if given is None or not (same(given[0], user) & same(given[1], password)):
        return {"error": "name or password is wrong"}, 401, {"WWW-Authenticate": 'Basic realm="kata", charset="UTF-8"'}
    return {"authenticated": True, "user": user}


def credentials(header):
    """Return the name and the password that this header holds, or None."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, colon, password = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:  # no base64, or no UTF-8: both of their errors are this one
        return None
    return (user, password) if colon else None


def same(given, right):
    """Compare in a time that does not depend on where the first difference is."""
    return hmac.compare_digest(given.encode(), right.encode())


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
