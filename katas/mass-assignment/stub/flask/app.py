"""Only the fields you mean: lists of what may come in and of what may go out."""

import os

from flask import Flask, request

app = Flask(__name__)
DATA = os.environ.get("KATA_DATA", ".")  # your database goes into this folder


@app.post("/register")
def register():
    # TODO: make an account of email, password and name. Which other fields may a request set?
    return {"error": "not written yet"}, 501


@app.post("/login")
def login():
    # TODO: bring your code from the kata sessions.
    return {"error": "not written yet"}, 501


@app.get("/me")
def me():
    # TODO: show the own account: exactly the fields that its owner may see.
    return {"error": "not written yet"}, 501


@app.patch("/me")
def change_me():
    # TODO: change name, email or both, and nothing else.
    return {"error": "not written yet"}, 501


@app.get("/users")
def list_users():
    # TODO: id and name of everybody, and nothing else.
    return {"error": "not written yet"}, 501


# TODO: GET /users/<id>


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
