"""Sessions: recognise users by a cookie that only this server can make."""

import os

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()
DATA = os.environ.get("KATA_DATA", ".")  # your database goes into this folder
LIFETIME = int(os.environ.get("SESSION_SECONDS", "3600"))  # so long is a session good


@app.post("/register")
def register(sent: dict):
    # TODO: bring your code from the kata register-login.
    return JSONResponse({"error": "not written yet"}, 501)


@app.post("/login")
def login(sent: dict):
    # TODO: is the password right? Then make a new random session id, write down whose it is and when it ends,
    #       and send it in the cookie `session` (response.set_cookie has everything that R3 asks for).
    return JSONResponse({"error": "not written yet"}, 501)


@app.get("/me")
def me(request: Request):
    # TODO: request.cookies.get("session") names the session. Whose is it, and is it still good?
    return JSONResponse({"error": "not written yet"}, 501)


@app.post("/logout")
def logout(request: Request):
    # TODO: forget the session here, on the server.
    return JSONResponse({"error": "not written yet"}, 501)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
