"""One account for one e-mail: your server starts, but nobody can sign up yet. Read README.md, then fill it in."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException

app = FastAPI()

DATA = os.environ["KATA_DATA"]  # the folder whose files are still there after a restart; sqlite3 comes with Python


@app.post("/accounts", status_code=201)
def sign_up():
    # TODO: check what was sent (R10), bring the e-mail into one form (R4), store it or answer 409 (R1, R3, R5).
    raise HTTPException(501, "not written yet")


@app.get("/accounts")
def list_accounts():
    # TODO: answer with a list of all accounts (R2).
    raise HTTPException(501, "not written yet")


# TODO: add GET /accounts/{account_id} (R2).


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
