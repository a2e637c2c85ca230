"""One resource, /items/{id}: the right method and the right status code for everything."""

import os
from itertools import count

from flask import Flask, abort, jsonify, request, url_for
from werkzeug.exceptions import HTTPException

app = Flask(__name__)

items = {}
next_id = count(1)


@app.post("/items")
def create_item():
    name = name_from_body()
    item_id = str(next(next_id))
    items[item_id] = {"id": item_id, "name": name}
    return items[item_id], 201, {"Location": url_for("read_item", item_id=item_id)}


@app.get("/items/<item_id>")  # Flask answers HEAD with the same function, minus the body
def read_item(item_id):
    return find_item(item_id)


@app.put("/items/<item_id>")
def replace_item(item_id):
    find_item(item_id)
    items[item_id] = {"id": item_id, "name": name_from_body()}
    return items[item_id]


@app.delete("/items/<item_id>")
def delete_item(item_id):
    find_item(item_id)
    del items[item_id]
    return "", 204


def find_item(item_id):
    if item_id not in items:
        abort(404, "There is no such item.")
    return items[item_id]


def name_from_body():
    body = request.get_json()  # answers 415 when the Content-Type is not JSON, 400 when the JSON is broken
    if not isinstance(body, dict) or not isinstance(body.get("name"), str):
        abort(422, "Send a JSON object with a text called name.")
    return body["name"]


@app.errorhandler(HTTPException)
def error_as_json(error):
    response = error.get_response()  # keeps the status and headers such as Allow
    response.data = jsonify(error=error.description).data
    response.content_type = "application/json"
    return response


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
