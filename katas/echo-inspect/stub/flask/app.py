"""A mirror for requests: your server starts, but it shows nothing yet. Read README.md, then fill it in."""

import os

from flask import Flask

app = Flask(__name__)


@app.get("/anything")
def anything():
    # TODO R1: all five methods; answer with an object that names the method.
    # TODO R2, R3: args and headers, with all values of a name.
    # TODO R4 to R6: json, form and data, depending on the content type.
    return {"error": "not written yet"}, 501


# TODO R3: GET /headers.


@app.get("/status/<code>")
def status(code):
    # TODO R7 to R9: answer with that status; 400 for what is no number.
    return {"error": "not written yet"}, 501


# TODO R10: GET /redirect-to.
# TODO R11: GET /response-headers.
# TODO R12: no line end may get into a header.


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
