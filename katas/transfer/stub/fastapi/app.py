"""Move money: transfers that happen completely or not at all."""

import os

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()
DATA = os.environ.get("KATA_DATA", ".")  # your database goes into this folder


@app.post("/accounts")
def open_account(sent: dict):
    # TODO: check the balance, store it, answer with 201, the id and the balance.
    return JSONResponse({"error": "not written yet"}, 501)


@app.get("/accounts/{account_id}")
def show_account(account_id: int):
    # TODO: the id and the balance, or 404.
    return JSONResponse({"error": "not written yet"}, 501)


@app.post("/transfers")
def transfer(sent: dict):
    # TODO: one transaction: check everything, then change both balances, then commit.
    return JSONResponse({"error": "not written yet"}, 501)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
