"""A contract that is true: your server starts, but it has no parcels yet. Read README.md, then fill it in."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException

app = FastAPI(title="Parcels", version="1")

parcels = {}  # id -> parcel; memory is good enough here


@app.post("/parcels")
def create_parcel():
    # TODO R1: keep the parcel; answer 201, or a 4xx.
    raise HTTPException(501, "not written yet")


# TODO R1: GET /parcels, GET and DELETE /parcels/{id}.

# FastAPI writes /openapi.json from your functions and their types.
# TODO R2 to R8: read it, and complete what it cannot know.


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
