"""Ask for a name and a password."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException, Request

app = FastAPI()


@app.get("/basic-auth/{user}/{password}")
def guarded(user: str, password: str, request: Request):
    sent = request.headers.get("Authorization")  # None when it is not there
    # TODO: take name and password out of the header and compare them with those of the path (R1), or ask for them (R2).
    raise HTTPException(501, "not written yet")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
