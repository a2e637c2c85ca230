"""Validate an order: your server starts, but it lets nothing in yet. Read README.md, then fill it in."""

import os

from flask import Flask

app = Flask(__name__)


@app.post("/orders")
def place_order():
    # TODO R15: another Content-Type than application/json is 415.
    # TODO R14: a body over 1,000,000 bytes is 413.
    # TODO R12, R13: broken JSON, no object, or nested too deep is a 4xx.
    # TODO R2 to R11: collect every mistake as {"field": ..., "code": ...}; with any, answer 422 and a problem document.
    # TODO R1: otherwise answer 200 and {"valid": true}.
    return {"error": "not built yet"}, 501


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
