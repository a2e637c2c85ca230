"""A search that does only what you meant: your server starts, but it finds nothing yet. Read README.md, then fill it in."""

import os

from flask import Flask, request

app = Flask(__name__)

DATA = os.environ["KATA_DATA"]  # the folder whose files are still there after a restart; sqlite3 comes with Python


@app.post("/books")
def keep_book():
    sent = request.get_json(silent=True)  # what the client sent, or None when it is not JSON
    # TODO: keep the book, then answer with it and status 201 (R1).
    return {"error": "not written yet"}, 501


@app.get("/search")
def search():
    text = request.args.get("q", "")
    # TODO: answer with the books that have this text in their title (R2 to R9).
    return {"error": "not written yet"}, 501


# TODO: add GET /books/<book_id>/same-author (R10).


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
