"""Validate, save, confirm: orders in a SQLite database."""

import json
import os
import sqlite3
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DATABASE = os.path.join(os.environ["KATA_DATA"], "orders.db")
LARGEST_BODY = 1_000_000
MENU = {"margherita": 895, "ramen": 1295, "gyoza": 435, "mochi": 535, "tea": 205}  # prices in cents
MISSING = object()  # stands for "not there", which is something else than null

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS items (
    order_id INTEGER NOT NULL REFERENCES orders, position INTEGER NOT NULL,
    dish TEXT NOT NULL, quantity INTEGER NOT NULL, price INTEGER NOT NULL,
    PRIMARY KEY (order_id, position)
);
"""


class Refused(Exception):
    """This request ends here with a problem document; the title and what else it holds are for the client."""

    def __init__(self, status, title, **more):
        super().__init__(title)
        self.status = status
        self.problem = {"title": title, "status": status, **more}


# --- The routes. Each returns the status and what goes into the body. ---


def show_menu():
    return 200, [{"dish": dish, "price": price} for dish, price in MENU.items()]


def place_order(body):
    sent = object_from(body)  # received
    errors = [{"field": field, "code": code} for field, code in order_errors(sent)]  # validated
    if errors:
        raise Refused(422, "The order is not valid", errors=errors)
    with database() as db:  # saved
        order_id = save(db, sent["customer"], sent["items"])
    return 201, find(order_id)  # confirmed: with what was saved


def list_orders():
    return 200, read_orders("SELECT id, customer FROM orders ORDER BY id")


def read_order(order_id):
    return 200, find(order_id)


# --- Orders in the database ---


@contextmanager
def database():
    """Open the database for a while; what was changed is committed at the end, or undone if there was an error."""
    connection = sqlite3.connect(DATABASE, timeout=30)
    try:
        with connection:
            yield connection
    finally:
        connection.close()


def save(db, customer, items):
    """Save an order with all its items, each at today's price, and return its id."""
    order_id = db.execute("INSERT INTO orders (customer) VALUES (?)", (customer,)).lastrowid
    db.executemany(
        "INSERT INTO items (order_id, position, dish, quantity, price) VALUES (?, ?, ?, ?, ?)",
        [(order_id, at, item["dish"], item["quantity"], MENU[item["dish"]]) for at, item in enumerate(items)],
    )
    return order_id


def find(order_id):
    """Return an order as clients see it, or end this request with 404."""
    found = read_orders("SELECT id, customer FROM orders WHERE id = ?", order_id)
    if not found:
        raise Refused(404, "There is no such order.")
    return found[0]


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


def object_from(body):
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):  # broken; nested too deep
        raise Refused(400, "This is not JSON that can be read.") from None
    if not isinstance(sent, dict):
        raise Refused(400, "An order is a JSON object.")
    return sent


# --- HTTP ---


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    timeout = 30  # seconds without a byte; then we give the client up

    def answer(self):
        try:
            status, value = self.route(self.read_body())
        except Refused as refused:
            self.send_json(refused.status, "application/problem+json", refused.problem)
        else:
            self.send_json(status, "application/json", value)

    do_GET = do_POST = answer

    def route(self, body):
        match self.command, *self.path.partition("?")[0].split("/")[1:]:
            case "GET", "menu":
                return show_menu()
            case "POST", "orders":
                return place_order(body)
            case "GET", "orders":
                return list_orders()
            case "GET", "orders", order_id:
                return read_order(number(order_id))
        raise Refused(404, "There is nothing at this path.")

    def read_body(self):
        """Return all of the body, which http.server leaves lying until somebody fetches it."""
        try:
            length = int(self.headers.get("Content-Length", 0))
        except ValueError:
            raise Refused(400, "Content-Length must be a number.") from None
        if not 0 <= length <= LARGEST_BODY:
            raise Refused(413, f"An order has at most {LARGEST_BODY} bytes.")
        return self.rfile.read(length)

    def send_json(self, status, content_type, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def number(text):
    """Return the id that a path names. SQLite holds 64 bits; no number of more than 18 digits is an id of ours."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Refused(404, "There is no such order.")
    return int(text)


class Server(ThreadingHTTPServer):
    """One thread answers one client."""

    request_queue_size = 128  # so many may wait at the door; the default of 5 turns a crowd away


if __name__ == "__main__":
    with database() as db:
        db.execute("PRAGMA journal_mode = WAL")  # readers and the one writer do not wait for each other
        db.executescript(SCHEMA)
    Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
