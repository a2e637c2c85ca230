"""A mirror for requests: your server starts, but it shows nothing yet. Read README.md, then fill it in."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException, Request

app = FastAPI()


@app.get("/anything")
async def anything(request: Request):
    # TODO R1: all five methods; answer with an object that names the method.
    # TODO R2, R3: args and headers, with all values of a name.
    # TODO R4 to R6: json, form and data, depending on the content type.
    raise HTTPException(501, "not written yet")


# TODO R3: GET /headers.


@app.get("/status/{code}")
async def status(code: str):
    # TODO R7 to R9: answer with that status; 400 for what is no number.
    raise HTTPException(501, "not written yet")


# TODO R10: GET /redirect-to.
# TODO R11: GET /response-headers.
# TODO R12: no line end may get into a header.


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
