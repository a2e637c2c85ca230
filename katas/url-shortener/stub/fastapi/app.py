"""A shortener for web addresses: your server starts, but it knows none yet. Read README.md, then fill it in."""

import os
from urllib.parse import parse_qs

import uvicorn
from fastapi import FastAPI, HTTPException, Request

app = FastAPI()

DATA = os.environ["KATA_DATA"]  # the folder whose files are still there after a restart


@app.post("/api/shorturl")
async def shorten(request: Request):
    # FastAPI's own Form(...) needs another package; this reads a simple form without it.
    form = parse_qs((await request.body()).decode())  # such as {"url": ["http://example.com/"]}
    # TODO: refuse what is no web address (R5, R6), keep the others under a new code (R1, R9, R10).
    raise HTTPException(501, "not written yet")


# TODO: add GET /api/shorturl/{code} (R2, R7).


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
