"""One account for one e-mail: your server starts, but nobody can sign up yet. Read README.md, then fill it in."""

import os

from flask import Flask, request

app = Flask(__name__)

DATA = os.environ["KATA_DATA"]  # the folder whose files are still there after a restart; sqlite3 comes with Python


@app.post("/accounts")
def sign_up():
    sent = request.get_json(silent=True)  # what the client sent, or None when it is not JSON
    # TODO: check it (R10), bring the e-mail into one form (R4), store it or answer 409 (R1, R3, R5).
    return {"error": "not written yet"}, 501


@app.get("/accounts")
def list_accounts():
    # TODO: answer with a JSON list of all accounts (R2).
    return {"error": "not written yet"}, 501


# TODO: add GET /accounts/<account_id> (R2).


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
