"""Validate, save, confirm: orders in a SQLite database."""

import os
import sqlite3
from contextlib import closing, contextmanager

from flask import Flask, abort, jsonify, request
from werkzeug.exceptions import HTTPException

app = Flask(__name__)

DATABASE = os.path.join(os.environ["KATA_DATA"], "orders.db")
LARGEST_ID = 2**63 - 1  # of SQLite
MENU = {"margherita": 895, "ramen": 1295, "gyoza": 435, "mochi": 535, "tea": 205}  # prices in cents
MISSING = object()  # stands for "not there", which is something else than null


@contextmanager
def database():
    """Open the database for a while; what was changed is committed at the end, or undone if there was an error."""
    with closing(sqlite3.connect(DATABASE, timeout=30)) as connection, connection:
        yield connection


with database() as db:
    db.execute("PRAGMA journal_mode = WAL")  # readers and the one writer do not wait for each other
    db.execute("CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL)")
    db.execute("""
        CREATE TABLE IF NOT EXISTS items (
            order_id INTEGER NOT NULL REFERENCES orders, position INTEGER NOT NULL,
            dish TEXT NOT NULL, quantity INTEGER NOT NULL, price INTEGER NOT NULL,
            PRIMARY KEY (order_id, position)
        )""")


@app.get("/menu")
def show_menu():
    return [{"dish": dish, "price": price} for dish, price in MENU.items()]


@app.post("/orders")
def place_order():
    sent = object_from_body()  # received
    errors = [{"field": field, "code": code} for field, code in order_errors(sent)]  # validated
    if errors:
        return problem(422, "The order is not valid", errors=errors)
    with database() as db:  # saved
        order_id = save(db, sent["customer"], sent["items"])
    return find(order_id), 201  # confirmed: with what was saved


@app.get("/orders")
def list_orders():
    return read_orders("SELECT id, customer FROM orders ORDER BY id")


@app.get(f"/orders/<int(max={LARGEST_ID}):order_id>")
def read_order(order_id):
    return find(order_id) or abort(404, "There is no such order.")


# --- Orders in the database ---


def save(db, customer, items):
    """Save an order with all its items, each at today's price, and return its id."""
    order_id = db.execute("INSERT INTO orders (customer) VALUES (?)", (customer,)).lastrowid
    db.executemany(
        "INSERT INTO items (order_id, position, dish, quantity, price) VALUES (?, ?, ?, ?, ?)",
        [(order_id, at, item["dish"], item["quantity"], MENU[item["dish"]]) for at, item in enumerate(items)],
    )
    return order_id


def find(order_id):
    """Return an order as clients see it; None when there is none."""
    found = read_orders("SELECT id, customer FROM orders WHERE id = ?", order_id)
    return next(iter(found), None)


def read_orders(query, *values):
    with database() as db:
        return [with_items(db, order_id, customer) for order_id, customer in db.execute(query, values).fetchall()]


def with_items(db, order_id, customer):
    rows = db.execute("SELECT dish, quantity, price FROM items WHERE order_id = ? ORDER BY position", (order_id,))
    items = [{"dish": dish, "quantity": quantity, "price": price} for dish, quantity, price in rows]
    total = sum(item["price"] * item["quantity"] for item in items)
    return {"id": order_id, "customer": customer, "items": items, "total": total}


# --- What an order may be. Each function yields (field, code) pairs, so that one mistake never hides another. ---


def order_errors(order):
    customer, items = order.get("customer", MISSING), order.get("items", MISSING)
    if customer is MISSING:
        yield "customer", "required"
    elif not is_text(customer):
        yield "customer", "type"
    elif not customer:
        yield "customer", "empty"
    elif len(customer) > 100:
        yield "customer", "too_long"
    if items is MISSING:
        yield "items", "required"
    elif not isinstance(items, list):
        yield "items", "type"
    elif not items:
        yield "items", "empty"
    else:
        for at, item in enumerate(items):
            yield from item_errors(f"items[{at}]", item)


def item_errors(path, item):
    if not isinstance(item, dict):
        yield path, "type"
        return
    dish, quantity = item.get("dish", MISSING), item.get("quantity", MISSING)
    if dish is MISSING:
        yield f"{path}.dish", "required"
    elif not isinstance(dish, str):
        yield f"{path}.dish", "type"
    elif dish not in MENU:
        yield f"{path}.dish", "not_on_menu"
    if quantity is MISSING:
        yield f"{path}.quantity", "required"
    elif type(quantity) is not int:  # isinstance would let True pass
        yield f"{path}.quantity", "type"
    elif not 1 <= quantity <= 99:
        yield f"{path}.quantity", "range"


def is_text(value):
    """Say whether this is a text that UTF-8 can hold (JSON can spell half an emoji; UTF-8 cannot)."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


# --- HTTP ---


def object_from_body():
    try:
        sent = request.get_json()  # answers 415 when it is not declared as JSON, 400 when it is broken
    except RecursionError:
        abort(400, "The JSON is nested too deeply.")
    if not isinstance(sent, dict):
        abort(400, "An order is a JSON object.")
    return sent


@app.errorhandler(HTTPException)
def error_as_problem(error):
    return problem(error.code, error.description)


def problem(status, title, **more):
    response = jsonify(title=title, status=status, **more)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
