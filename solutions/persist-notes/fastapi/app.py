"""Notes in a SQLite database: what was confirmed is there after a kill."""

import os
import sqlite3
import uuid
from contextlib import contextmanager
from typing import Annotated

import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel

app = FastAPI()

DATABASE = os.path.join(os.environ["KATA_DATA"], "notes.db")


@contextmanager
def database():
    """Open the database for a while; what was changed is committed at the end, or undone if there was an error."""
    connection = sqlite3.connect(DATABASE, timeout=30)
    try:
        with connection:
            yield connection
    finally:
        connection.close()


with database() as db:
    db.execute("PRAGMA journal_mode = WAL")  # readers and the one writer do not wait for each other
    db.execute("CREATE TABLE IF NOT EXISTS notes (id TEXT PRIMARY KEY, text TEXT NOT NULL)")


def writable(text):
    """Refuse half an emoji: JSON can spell it, UTF-8 cannot."""
    text.encode()  # UnicodeEncodeError is a ValueError, and that is how pydantic is told
    return text


class NewNote(BaseModel):
    """What a client sends for a new note."""

    text: Annotated[str, AfterValidator(writable)]


# Plain `def`: FastAPI runs these in threads, so that waiting for the disk holds nobody up.


@app.post("/notes", status_code=201)
def create_note(new: NewNote):
    note = {"id": uuid.uuid4().hex, "text": new.text}  # a random id: nobody has to remember which ones were used
    with database() as db:
        db.execute("INSERT INTO notes (id, text) VALUES (:id, :text)", note)
    return note  # only here, after the commit, may we say that it exists


@app.get("/notes")
def list_notes():
    with database() as db:
        rows = db.execute("SELECT id, text FROM notes ORDER BY rowid").fetchall()
    return [{"id": note_id, "text": text} for note_id, text in rows]


@app.get("/notes/{note_id}")
def read_note(note_id: str):
    with database() as db:
        row = db.execute("SELECT text FROM notes WHERE id = ?", (note_id,)).fetchone()
    if row is None:
        raise HTTPException(404, "there is no such note")
    return {"id": note_id, "text": row[0]}


@app.delete("/notes/{note_id}", status_code=204)
def delete_note(note_id: str):
    with database() as db:
        deleted = db.execute("DELETE FROM notes WHERE id = ?", (note_id,)).rowcount
    if not deleted:
        raise HTTPException(404, "there is no such note")


@app.exception_handler(RequestValidationError)
def refuse(request, error):
    # FastAPI's own answer repeats what was sent: a megabyte perhaps, or what cannot be written as UTF-8.
    return JSONResponse({"error": "a note needs a text"}, 422)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
