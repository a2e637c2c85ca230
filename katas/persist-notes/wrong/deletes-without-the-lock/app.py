"""Notes in a JSON file, which is written anew beside the old one for each change."""

import json
import os
import threading
import uuid

from flask import Flask, abort, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 8 * 1024 * 1024  # JSON may need six bytes for a letter that has one

FILE = os.path.join(os.environ["KATA_DATA"], "notes.json")
lock = threading.Lock()


def load():
    if not os.path.exists(FILE):
        return {}
    with open(FILE, encoding="utf-8") as file:
        return json.load(file)


def save(notes):
    beside = f"{FILE}.{uuid.uuid4().hex}"
    with open(beside, "w", encoding="utf-8") as file:
        json.dump(notes, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, FILE)


@app.post("/notes")
def create_note():
    sent = request.get_json(silent=True)
    text = sent.get("text") if isinstance(sent, dict) else None
    if not isinstance(text, str):
        refuse(422, "a note needs a text")
    note_id = uuid.uuid4().hex
    with lock:
        notes = load()
        notes[note_id] = text
        save(notes)
    return {"id": note_id, "text": text}, 201


@app.get("/notes")
def list_notes():
    return [{"id": note_id, "text": text} for note_id, text in load().items()]


@app.get("/notes/<note_id>")
def read_note(note_id):
    notes = load()
    if note_id not in notes:
        refuse(404, "there is no such note")
    return {"id": note_id, "text": notes[note_id]}


@app.delete("/notes/<note_id>")
def delete_note(note_id):
    notes = load()
    if notes.pop(note_id, None) is None:
        refuse(404, "there is no such note")
    save(notes)
    return "", 204


def refuse(status, reason):
    """End this request with an error as JSON."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
