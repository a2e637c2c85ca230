"""POST /orders: check everything, say everything that is wrong, store nothing."""

import os

from flask import Flask, abort, jsonify, request
from werkzeug.exceptions import HTTPException

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1_000_000  # Flask answers 413 to a larger body

ORDER_FIELDS = {"customer", "note", "items"}
ITEM_FIELDS = {"sku", "quantity"}
MISSING = object()  # stands for "not there", which is something else than null


@app.post("/orders")
def place_order():
    errors = [{"field": field, "code": code} for field, code in order_errors(order_from_body())]
    if errors:
        return problem(422, "The order is not valid", errors=errors)
    return {"valid": True}


def order_from_body():
    if request.mimetype != "application/json":  # get_json() would take application/vnd.api+json, too
        abort(415, "An order is sent as application/json.")
    if request.content_length is None:  # it comes in chunks: MAX_CONTENT_LENGTH would cut it off without a word
        abort(411, "Say the size of the body in Content-Length.")
    try:
        order = request.get_json()  # answers 400 when it is broken
    except RecursionError:
        abort(400, "The JSON is nested too deeply.")
    if not isinstance(order, dict):
        abort(400, "An order is a JSON object.")
    return order


# Each function below yields (field, code) pairs, so that one mistake never hides another.


def order_errors(order):
    yield from unknown_fields(order, ORDER_FIELDS)
    yield from text_errors("customer", order.get("customer", MISSING), 1, 100)
    if "note" in order:
        yield from text_errors("note", order["note"], 0, 200)
    yield from items_errors(order.get("items", MISSING))


def items_errors(items):
    if items is MISSING:
        yield "items", "required"
    elif not isinstance(items, list):
        yield "items", "type"
    elif not items:
        yield "items", "empty"
    else:
        for index, item in enumerate(items):
            yield from item_errors(f"items[{index}]", item)


def item_errors(path, item):
    if not isinstance(item, dict):
        yield path, "type"
        return
    yield from unknown_fields(item, ITEM_FIELDS, f"{path}.")
    yield from text_errors(f"{path}.sku", item.get("sku", MISSING), 1, 40)
    yield from quantity_errors(f"{path}.quantity", item.get("quantity", MISSING))


def unknown_fields(value, known, prefix=""):
    for name in value.keys() - known:
        yield f"{prefix}{name}", "unknown"


def text_errors(field, value, shortest, longest):
    if value is MISSING:
        yield field, "required"
    elif not isinstance(value, str):
        yield field, "type"
    elif len(value) < shortest:
        yield field, "empty"
    elif len(value) > longest:
        yield field, "too_long"


def quantity_errors(field, value):
    if value is MISSING:
        yield field, "required"
    elif not isinstance(value, int):
        yield field, "type"
    elif not 1 <= value <= 999:
        yield field, "range"


@app.errorhandler(HTTPException)
def error_as_problem(error):
    return problem(error.code, error.description)


def problem(status, title, **more):
    response = jsonify(title=title, status=status, **more)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
