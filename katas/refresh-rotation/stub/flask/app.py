"""Rotating tokens: short-lived ones to open doors, and one to get the next."""

import os

from flask import Flask, request

app = Flask(__name__)
DATA = os.environ.get("KATA_DATA", ".")  # your database goes into this folder
SECRET = os.environ.get("JWT_SECRET")


@app.post("/api/users")
def register():
    # TODO: bring your code from the kata jwt-verify.
    return {"error": "not written yet"}, 501


@app.post("/api/login")
def login():
    # TODO: bring your code from the kata jwt-verify, and give out a refresh token beside the access token.
    return {"error": "not written yet"}, 501


@app.post("/api/chirps")
def create_chirp():
    # TODO: check the access token, then answer with the body and the id of the user.
    return {"error": "not written yet"}, 501


@app.post("/api/refresh")
def refresh():
    # TODO: is this refresh token known and unused? Use it up, and give out two new tokens. Has it been used before? ...
    return {"error": "not written yet"}, 501


@app.post("/api/revoke")
def revoke():
    # TODO: end the login that this refresh token came from.
    return {"error": "not written yet"}, 501


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
