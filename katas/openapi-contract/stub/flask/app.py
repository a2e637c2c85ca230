"""A contract that is true: your server starts, but it has neither parcels nor a document. Read README.md, then fill it in."""

import os

from flask import Flask

app = Flask(__name__)

parcels = {}  # id -> parcel; memory is good enough here


@app.post("/parcels")
def create_parcel():
    # TODO R1: keep the parcel; answer 201, or a 4xx.
    return {"error": "not written yet"}, 501


# TODO R1: GET /parcels, GET and DELETE /parcels/{id}.


@app.get("/openapi.json")
def document():
    # TODO R2 to R8: describe what the API does. A dictionary is JSON already.
    return {"error": "not written yet"}, 501


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
