"""Notes that are still there after a restart."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()

DATA = os.environ["KATA_DATA"]  # only what you store in this folder is there the next time; sqlite3 comes with Python


class NewNote(BaseModel):
    """What a client sends for a new note."""

    text: str


@app.post("/notes", status_code=201)
def create_note(new: NewNote):
    # TODO: save the note, then answer with its id and text (R1, R8).
    raise HTTPException(501, "not written yet")


@app.get("/notes")
def list_notes():
    # TODO: answer with a list of all notes (R3).
    raise HTTPException(501, "not written yet")


# TODO: add GET /notes/{note_id} and DELETE /notes/{note_id} (R2, R4).


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
