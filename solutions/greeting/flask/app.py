"""Greet people by name, and count the greetings."""

import itertools
import os

from flask import Flask, request

app = Flask(__name__)

ids = itertools.count(1)  # shared by all requests; next() takes a number in one step, so no two get the same


@app.get("/greeting")
def greeting():
    name = request.args.get("name", "World")
    return {"id": next(ids), "content": f"Hello, {name}!"}


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
