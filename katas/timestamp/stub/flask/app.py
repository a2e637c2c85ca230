"""What time is it? Your server starts, but it knows no date yet. Read README.md, then fill it in."""

import os

from flask import Flask

app = Flask(__name__)


@app.get("/api/<text>")
def at(text):
    # TODO R1: a date such as 2015-12-25 becomes {"unix": ..., "utc": ...}.
    # TODO R2 to R4: so do the other forms of the table.
    # TODO R7: what is no date is answered with {"error": "Invalid Date"}.
    return {"error": "not written yet"}, 501


# TODO R6: GET /api is the current moment.


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
