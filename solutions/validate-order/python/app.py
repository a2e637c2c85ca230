"""POST /orders: check everything, say everything that is wrong, store nothing."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LARGEST_BODY = 1_000_000
ORDER_FIELDS = {"customer", "note", "items"}
ITEM_FIELDS = {"sku", "quantity"}
MISSING = object()  # stands for "not there", which is something else than null


class Refused(Exception):
    """There is no order to check; the message is for the client."""

    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status


# --- What an order may be. Each function yields (field, code) pairs, so that one mistake never hides another. ---


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
    elif type(value) is not int:  # isinstance would let True pass
        yield field, "type"
    elif not 1 <= value <= 999:
        yield field, "range"


# --- HTTP ---


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    timeout = 30  # seconds without a byte; then we give the client up

    def do_POST(self):
        try:
            order = self.read_order()
        except Refused as refused:
            self.send_problem(refused.status, str(refused))
            return
        errors = [{"field": field, "code": code} for field, code in order_errors(order)]
        if errors:
            self.send_problem(422, "The order is not valid", errors=errors)
        else:
            self.send_json(200, "application/json", {"valid": True})

    def read_order(self):
        """Return the order in this request, or say why there is none."""
        body = self.read_body()
        if self.path.partition("?")[0] != "/orders":
            raise Refused(404, "There is nothing at this path.")
        if self.headers.get_content_type() != "application/json":  # without parameters such as charset
            raise Refused(415, "An order is sent as application/json.")
        try:
            order = json.loads(body)
        except (ValueError, RecursionError):  # broken; nested too deep
            raise Refused(400, "This is not JSON that can be read.") from None
        if not isinstance(order, dict):
            raise Refused(400, "An order is a JSON object.")
        return order

    def read_body(self):
        """Return all of the body, but look at its announced length before the first byte."""
        try:
            length = int(self.headers.get("Content-Length", 0))
        except ValueError:
            raise Refused(400, "Content-Length must be a number.") from None
        if not 0 <= length <= LARGEST_BODY:
            raise Refused(413, f"An order has at most {LARGEST_BODY} bytes.")
        return self.rfile.read(length)

    def send_problem(self, status, title, **more):
        self.send_json(status, "application/problem+json", {"title": title, "status": status, **more})

    def send_json(self, status, content_type, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """One thread answers one client."""

    request_queue_size = 128  # so many may wait at the door; the default of 5 turns a crowd away


if __name__ == "__main__":
    Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
