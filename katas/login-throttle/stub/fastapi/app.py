"""Slow the guesser: a login that counts wrong passwords."""

import os

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()
DATA = os.environ.get("KATA_DATA", ".")  # your database goes into this folder
LOCK_SECONDS = int(os.environ.get("LOCK_SECONDS", "900"))  # so long is an e-mail locked


@app.post("/register")
def register(sent: dict):
    # TODO: bring your code from the kata register-login.
    return JSONResponse({"error": "not written yet"}, 501)


@app.post("/login")
def login(sent: dict):
    # TODO: is this e-mail locked? Then 429 with a header Retry-After. Else count, check the password, answer.
    return JSONResponse({"error": "not written yet"}, 501)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
