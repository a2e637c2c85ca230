"""Read and change rows of a table."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException

app = FastAPI()

DATA = os.environ["KATA_DATA"]  # your database goes into this folder; sqlite3 comes with Python

# TODO: make and fill the table if it is not there yet (R1).


@app.get("/db")
def one_world():
    # TODO: read one world, chosen at random (R2).
    raise HTTPException(501, "not written yet")


@app.get("/queries")
def many_worlds(queries: str = ""):
    # TODO: read so many worlds (R3, R4).
    raise HTTPException(501, "not written yet")


@app.get("/updates")
def changed_worlds(queries: str = ""):
    # TODO: give so many worlds a new number, save them, then answer with them (R5).
    raise HTTPException(501, "not written yet")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
