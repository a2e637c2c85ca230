"""Methods and status codes: your server starts, but it cannot do anything yet. Read README.md, then fill it in."""

import os

from flask import Flask

app = Flask(__name__)

items = {}  # id -> item; memory is good enough here


@app.post("/items")
def create_item():
    # TODO R1, R2: keep the item; answer 201 with a Location header and the item as JSON.
    return {"error": "not built yet"}, 501


@app.get("/items/<item_id>")
def read_item(item_id):
    # TODO R3, R4: answer 200 with the item, or 404.
    return {"error": "not built yet"}, 501


# TODO R5, R6: DELETE, 204 without a body, then 404.
# TODO R7, R8: PUT, 200 with the item, or 404.
# TODO R9, R10: HEAD as GET; any other method is 405 with a complete Allow header.
# TODO R11, R12: another Content-Type is 415; an Accept without room for JSON is 406.


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
