"""Greet people by name: your server starts, but it greets nobody yet. Read README.md, then fill it in."""

import os

from flask import Flask

app = Flask(__name__)


@app.get("/greeting")
def greeting():
    # TODO R1: answer with an object that has an id and a content.
    # TODO R2, R3: take the name from the query.
    # TODO R4, R5: give every greeting the next number.
    return {"error": "not written yet"}, 501


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
