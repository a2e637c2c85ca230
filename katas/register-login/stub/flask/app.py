"""Register and log in: store passwords so that nobody can read them."""

import os

from flask import Flask, request

app = Flask(__name__)
DATA = os.environ.get("KATA_DATA", ".")  # your database goes into this folder


@app.post("/register")
def register():
    sent = request.get_json(silent=True)
    # TODO: check what was sent, then store the e-mail with a salted, slow hash of the password (never the password).
    #       Python has one built in: hashlib.scrypt(password.encode(), salt=..., n=2**14, r=8, p=1)
    return {"error": "not written yet"}, 501


@app.post("/login")
def login():
    sent = request.get_json(silent=True)
    # TODO: hash the password again with the stored salt and compare. Right: 200 and a token. Else: 401.
    return {"error": "not written yet"}, 501


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
