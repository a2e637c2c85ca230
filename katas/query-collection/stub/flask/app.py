"""Search, sort and leaf through a collection: your server starts, but it has no products yet. Read README.md, then fill it in."""

import os

from flask import Flask, request

app = Flask(__name__)

products = []


@app.post("/products")
def make_product():
    sent = request.get_json(silent=True)  # what the client sent, or None when it is not JSON
    # TODO: check it (R13), keep it under a new id, and answer with the product and status 201 (R1).
    return {"error": "not written yet"}, 501


@app.get("/products")
def list_products():
    # request.args.get("_sort") is one value of a parameter, or None; request.args.getlist("price") is all of them.
    # TODO: filter (R3, R10), count (R7), sort (R4, R5), cut (R6, R9, R12), link (R8).
    return {"error": "not written yet"}, 501


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
