"""Move money: transfers that happen completely or not at all."""

import os

from flask import Flask, request

app = Flask(__name__)
DATA = os.environ.get("KATA_DATA", ".")  # your database goes into this folder


@app.post("/accounts")
def open_account():
    sent = request.get_json(silent=True)
    # TODO: check the balance, store it, answer with 201, the id and the balance.
    return {"error": "not written yet"}, 501


@app.get("/accounts/<int:account_id>")
def show_account(account_id):
    # TODO: the id and the balance, or 404.
    return {"error": "not written yet"}, 501


@app.post("/transfers")
def transfer():
    sent = request.get_json(silent=True)
    # TODO: one transaction: check everything, then change both balances, then commit.
    return {"error": "not written yet"}, 501


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
