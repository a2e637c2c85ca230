"""Only the fields you mean: lists of what may come in and of what may go out."""

import os

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()
DATA = os.environ.get("KATA_DATA", ".")  # your database goes into this folder


@app.post("/register")
def register(sent: dict):
    # TODO: make an account of email, password and name. Which other fields may a request set?
    return JSONResponse({"error": "not written yet"}, 501)


@app.post("/login")
def login(sent: dict):
    # TODO: bring your code from the kata sessions.
    return JSONResponse({"error": "not written yet"}, 501)


@app.get("/me")
def me(request: Request):
    # TODO: show the own account: exactly the fields that its owner may see.
    return JSONResponse({"error": "not written yet"}, 501)


@app.patch("/me")
def change_me(sent: dict, request: Request):
    # TODO: change name, email or both, and nothing else.
    return JSONResponse({"error": "not written yet"}, 501)


@app.get("/users")
def list_users(request: Request):
    # TODO: id and name of everybody, and nothing else.
    return JSONResponse({"error": "not written yet"}, 501)


# TODO: GET /users/{id}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
