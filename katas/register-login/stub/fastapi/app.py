"""Register and log in: store passwords so that nobody can read them."""

import os

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()
DATA = os.environ.get("KATA_DATA", ".")  # your database goes into this folder


@app.post("/register")
def register(sent: dict):
    # TODO: check what was sent, then store the e-mail with a salted, slow hash of the password (never the password).
    #       Python has one built in: hashlib.scrypt(password.encode(), salt=..., n=2**14, r=8, p=1)
    return JSONResponse({"error": "not written yet"}, 501)


@app.post("/login")
def login(sent: dict):
    # TODO: hash the password again with the stored salt and compare. Right: 200 and a token. Else: 401.
    return JSONResponse({"error": "not written yet"}, 501)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
