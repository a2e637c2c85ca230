"""Slow the guesser: a login that counts wrong passwords."""

import os

from flask import Flask, request

app = Flask(__name__)
DATA = os.environ.get("KATA_DATA", ".")  # your database goes into this folder
LOCK_SECONDS = int(os.environ.get("LOCK_SECONDS", "900"))  # so long is an e-mail locked


@app.post("/register")
def register():
    sent = request.get_json(silent=True)
    # TODO: bring your code from the kata register-login.
    return {"error": "not written yet"}, 501


@app.post("/login")
def login():
    sent = request.get_json(silent=True)
    # TODO: is this e-mail locked? Then 429 with a header Retry-After. Else count, check the password, answer.
    return {"error": "not written yet"}, 501


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
