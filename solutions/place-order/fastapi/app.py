"""Validate, save, confirm: orders in a SQLite database."""

import os
import sqlite3
from contextlib import contextmanager
from typing import Annotated

import uvicorn
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter
from pydantic_core import PydanticCustomError

DATABASE = os.path.join(os.environ["KATA_DATA"], "orders.db")
MENU = {"margherita": 895, "ramen": 1295, "gyoza": 435, "mochi": 535, "tea": 205}  # prices in cents
LARGEST_ID = 2**63 - 1  # of SQLite

# What pydantic calls a mistake -> what our API calls it. Whatever is not listed is a wrong type.
CODES = {
    "missing": "required",
    "greater_than_equal": "range",
    "less_than_equal": "range",
    "string_too_short": "empty",
    "string_too_long": "too_long",
    "too_short": "empty",
    "not_on_menu": "not_on_menu",
}


def on_the_menu(dish):
    if dish not in MENU:
        raise PydanticCustomError("not_on_menu", "This dish is not on the menu")
    return dish


def writable(text):
    """Refuse half an emoji: JSON can spell it, UTF-8 cannot."""
    text.encode()  # UnicodeEncodeError is a ValueError, and that is how pydantic is told
    return text


class SentItem(BaseModel):
    model_config = ConfigDict(strict=True)  # "2" and true are no numbers

    dish: Annotated[str, AfterValidator(on_the_menu)]
    quantity: Annotated[int, Field(ge=1, le=99)]


class SentOrder(BaseModel):
    model_config = ConfigDict(strict=True)

    customer: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(writable)]
    items: Annotated[list[SentItem], Field(min_length=1)]


class Item(BaseModel):
    dish: str
    quantity: int
    price: int


class Order(BaseModel):
    id: int
    customer: str
    items: list[Item]
    total: int


stored_items = TypeAdapter(list[Item])


@contextmanager
def database():
    """Open the database for a while; what was changed is committed at the end, or undone if there was an error."""
    connection = sqlite3.connect(DATABASE, timeout=30)
    try:
        with connection:
            yield connection
    finally:
        connection.close()


with database() as db:
    db.execute("PRAGMA journal_mode = WAL")  # readers and the one writer do not wait for each other
    # The items are kept as JSON in one column: nobody asks for an item without its order.
    db.execute("CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, customer TEXT, items TEXT NOT NULL)")

app = FastAPI()


# Plain `def`: FastAPI runs these in threads, so that waiting for the disk holds nobody up.


@app.get("/menu")
def show_menu():
    return [{"dish": dish, "price": price} for dish, price in MENU.items()]


@app.post("/orders", status_code=201)
def place_order(sent: SentOrder) -> Order:
    items = [Item(dish=item.dish, quantity=item.quantity, price=MENU[item.dish]) for item in sent.items]
    with database() as db:
        insert = "INSERT INTO orders (customer, items) VALUES (?, ?)"
        order_id = db.execute(insert, (sent.customer, stored_items.dump_json(items).decode())).lastrowid
    return order(order_id, sent.customer, items)  # only here, after the commit, may we confirm it


@app.get("/orders")
def list_orders() -> list[Order]:
    with database() as db:
        rows = db.execute("SELECT id, customer, items FROM orders ORDER BY id").fetchall()
    return [order(order_id, customer, stored_items.validate_json(items)) for order_id, customer, items in rows]


@app.get("/orders/{order_id}")
def read_order(order_id: int) -> Order:
    with database() as db:
        query = "SELECT customer, items FROM orders WHERE id = ?"
        row = db.execute(query, (order_id,)).fetchone() if abs(order_id) <= LARGEST_ID else None
    if row is None:
        raise HTTPException(404, "There is no such order")
    return order(order_id, row[0], stored_items.validate_json(row[1]))


def order(order_id, customer, items):
    total = sum(item.price * item.quantity for item in items)
    return Order(id=order_id, customer=customer, items=items, total=total)


@app.exception_handler(RequestValidationError)
def invalid_order(request: Request, error: RequestValidationError) -> JSONResponse:
    found = error.errors()
    if any(one["type"] == "json_invalid" or one["loc"] == ("body",) for one in found):
        return problem(400, "The body is not a JSON object")
    errors = [{"field": path(one["loc"][1:]), "code": CODES.get(one["type"], "type")} for one in found]
    return problem(422, "The order is not valid", errors=errors)


@app.exception_handler(HTTPException)
def error_as_problem(request: Request, error: HTTPException) -> JSONResponse:
    return problem(error.status_code, error.detail)


def path(location: tuple[str | int, ...]) -> str:
    """Return `items[2].quantity` for ("items", 2, "quantity")."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")


def problem(status: int, title: str, **more: object) -> JSONResponse:
    return JSONResponse({"title": title, "status": status, **more}, status, media_type="application/problem+json")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
