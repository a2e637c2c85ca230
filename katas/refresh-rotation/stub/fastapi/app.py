"""Rotating tokens: short-lived ones to open doors, and one to get the next."""

import os

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()
DATA = os.environ.get("KATA_DATA", ".")  # your database goes into this folder
SECRET = os.environ.get("JWT_SECRET")


@app.post("/api/users")
def register(sent: dict):
    # TODO: bring your code from the kata jwt-verify.
    return JSONResponse({"error": "not written yet"}, 501)


@app.post("/api/login")
def login(sent: dict):
    # TODO: bring your code from the kata jwt-verify, and give out a refresh token beside the access token.
    return JSONResponse({"error": "not written yet"}, 501)


@app.post("/api/chirps")
def create_chirp(sent: dict, request: Request):
    # TODO: check the access token, then answer with the body and the id of the user.
    return JSONResponse({"error": "not written yet"}, 501)


@app.post("/api/refresh")
def refresh(request: Request):
    # TODO: is this refresh token known and unused? Use it up, and give out two new tokens. Has it been used before? ...
    return JSONResponse({"error": "not written yet"}, 501)


@app.post("/api/revoke")
def revoke(request: Request):
    # TODO: end the login that this refresh token came from.
    return JSONResponse({"error": "not written yet"}, 501)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
