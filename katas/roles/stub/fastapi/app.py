"""Roles: routes that only admins may use."""

import os

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()
DATA = os.environ.get("KATA_DATA", ".")  # your database goes into this folder

# TODO: make the account of ADMIN_EMAIL and ADMIN_PASSWORD (both in os.environ) when the program starts.


@app.post("/register")
def register(sent: dict):
    # TODO: bring your code from the kata sessions, and give the account an id and a role.
    return JSONResponse({"error": "not written yet"}, 501)


@app.post("/login")
def login(sent: dict):
    # TODO: bring your code from the kata sessions.
    return JSONResponse({"error": "not written yet"}, 501)


@app.get("/me")
def me(request: Request):
    # TODO: id, email and role of whoever is asking.
    return JSONResponse({"error": "not written yet"}, 501)


@app.get("/admin/users")
def list_accounts(request: Request):
    # TODO: for admins only. Where do you ask for the role, so that no route can forget it?
    return JSONResponse({"error": "not written yet"}, 501)


# TODO: GET, PATCH and DELETE of /admin/users/{id}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
