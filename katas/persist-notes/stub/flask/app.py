"""Notes that are still there after a restart."""

import os

from flask import Flask, request

app = Flask(__name__)

DATA = os.environ["KATA_DATA"]  # only what you store in this folder is there the next time; sqlite3 comes with Python


@app.post("/notes")
def create_note():
    sent = request.get_json(silent=True)  # what the client sent, or None when it is not JSON
    # TODO: save the note, then answer with its id and text and status 201 (R1, R8).
    return {"error": "not written yet"}, 501


@app.get("/notes")
def list_notes():
    # TODO: answer with a JSON list of all notes (R3).
    return {"error": "not written yet"}, 501


# TODO: add GET /notes/<note_id> and DELETE /notes/<note_id> (R2, R4).


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
