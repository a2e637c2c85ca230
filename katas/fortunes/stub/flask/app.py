"""Show other people's words on a page."""

import os

from flask import Flask, request

app = Flask(__name__)

DATA = os.environ["KATA_DATA"]  # your database goes into this folder; sqlite3 comes with Python


@app.post("/fortunes")
def add_fortune():
    sent = request.get_json(silent=True)  # what the client sent, or None when it is not JSON
    # TODO: save the message and answer with status 201 (R1).
    return {"error": "not written yet"}, 501


@app.get("/fortunes")
def show_fortunes():
    # TODO: read all fortunes, add one, sort, and answer with a page (R2, R3, R4). Mind R5.
    return {"error": "not written yet"}, 501


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
