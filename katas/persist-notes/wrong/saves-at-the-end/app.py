"""Notes that are kept."""

import atexit
import json
import os
import signal
import sys
import threading

from flask import Flask, abort, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 8 * 1024 * 1024  # JSON may need six bytes for a letter that has one

FILE = os.path.join(os.environ["KATA_DATA"], "notes.json")
LARGEST_ID = 2**63 - 1

lock = threading.Lock()
last_id, notes = 0, {}
if os.path.exists(FILE):
    with open(FILE, encoding="utf-8") as file:
        last_id, saved = json.load(file)
    notes = {int(note_id): text for note_id, text in saved.items()}


@atexit.register
def save():
    with open(FILE, "w", encoding="utf-8") as file:
        json.dump([last_id, notes], file)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that atexit runs then too


@app.post("/notes")
def create_note():
    sent = request.get_json(silent=True)
    text = sent.get("text") if isinstance(sent, dict) else None
    if not is_text(text):
        refuse(422, "a note needs a text")
    global last_id
    with lock:
        note_id = last_id = last_id + 1
        notes[note_id] = text
    return {"id": note_id, "text": text}, 201


@app.get("/notes")
def list_notes():
    with lock:
        return [{"id": note_id, "text": text} for note_id, text in notes.items()]


@app.get(f"/notes/<int(max={LARGEST_ID}):note_id>")
def read_note(note_id):
    if note_id not in notes:
        refuse(404, "there is no such note")
    return {"id": note_id, "text": notes[note_id]}


@app.delete(f"/notes/<int(max={LARGEST_ID}):note_id>")
def delete_note(note_id):
    with lock:
        if notes.pop(note_id, None) is None:
            refuse(404, "there is no such note")
    return "", 204


def is_text(value):
    """Say whether this is a text that UTF-8 can hold (JSON can spell half an emoji; UTF-8 cannot)."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def refuse(status, reason):
    """End this request with an error as JSON."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
