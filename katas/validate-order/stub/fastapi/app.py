"""Validate an order: your server starts, but it lets nothing in yet. Read README.md, then fill it in."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.post("/orders")
def place_order():
    # TODO R15: another Content-Type than application/json is 415.
    # TODO R14: a body over 1,000,000 bytes is 413.
    # TODO R12, R13: broken JSON, no object, or nested too deep is a 4xx.
    # TODO R2 to R11: collect every mistake as {"field": ..., "code": ...}; with any, answer 422 and a problem document.
    # TODO R1: otherwise answer 200 and {"valid": true}.
    raise HTTPException(501, "not built yet")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
