"""Show other people's words on a page."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

app = FastAPI()

DATA = os.environ["KATA_DATA"]  # your database goes into this folder; sqlite3 comes with Python


class NewFortune(BaseModel):
    """What a client sends for a new fortune."""

    message: str


@app.post("/fortunes", status_code=201)
def add_fortune(new: NewFortune):
    # TODO: save the message (R1).
    raise HTTPException(501, "not written yet")


@app.get("/fortunes", response_class=HTMLResponse)
def show_fortunes():
    # TODO: read all fortunes, add one, sort, and answer with a page (R2, R3, R4). Mind R5.
    raise HTTPException(501, "not written yet")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
