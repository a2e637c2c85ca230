"""Read and change rows of a table."""

import os

from flask import Flask, request

app = Flask(__name__)

DATA = os.environ["KATA_DATA"]  # your database goes into this folder; sqlite3 comes with Python

# TODO: make and fill the table if it is not there yet (R1).


@app.get("/db")
def one_world():
    # TODO: read one world, chosen at random (R2).
    return {"error": "not written yet"}, 501


@app.get("/queries")
def many_worlds():
    wanted = request.args.get("queries")  # a text, or None when it is missing
    # TODO: read so many worlds (R3, R4).
    return {"error": "not written yet"}, 501


@app.get("/updates")
def changed_worlds():
    # TODO: give so many worlds a new number, save them, then answer with them (R5).
    return {"error": "not written yet"}, 501


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
