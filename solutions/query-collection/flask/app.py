"""Products that can be filtered, searched, sorted and leafed through, as json-server does it."""

import itertools
import math
import os
from urllib.parse import urlencode

from flask import Flask, abort, request

app = Flask(__name__)

FIELDS = ("id", "name", "category", "price")
USUAL_LIMIT = 10
LARGEST_LIMIT = 50

products = []  # in the sequence in which they were made
ids = itertools.count()  # only ever counts up, so that no id comes twice


@app.post("/products")
def make_product():
    sent = request.get_json()  # answers 415 and 400 by itself
    if not (isinstance(sent, dict) and is_text(sent.get("name")) and is_text(sent.get("category"))):
        refuse(422, "a product has a name and a category, which are texts")
    if not is_number(sent.get("price")):
        refuse(422, "a product has a price, which is a number")
    product = {"id": next(ids), **{field: sent[field] for field in ("name", "category", "price")}}
    products.append(product)
    return product, 201


@app.get("/products")
def list_products():
    found = searched(filtered(list(products)))
    total = len(found)
    found, headers = cut(ordered(found))
    return found, headers | {"X-Total-Count": str(total)}


# --- The steps of a question, each from a list to a list ---


def filtered(found):
    for field in FIELDS:
        wanted = request.args.getlist(field)
        if wanted:
            found = [product for product in found if str(product[field]) in wanted]
    return found


def searched(found):
    text = request.args.get("q", "").lower()
    return [product for product in found if any(text in product[field].lower() for field in ("name", "category"))]


def ordered(found):
    order, field = request.args.get("_order"), request.args.get("_sort")  # every order but desc is upwards
    if field is None:
        return found
    if field not in FIELDS:
        refuse(400, f"_sort is one of {', '.join(FIELDS)}")
    # sorted() is stable, and stays so with reverse=True; turning the list round afterwards would not be.
    return sorted(found, key=lambda product: product[field], reverse=order == "desc")


def cut(found):
    """Return the page that was asked for, and the headers that lead to the others."""
    if "_page" not in request.args and "_limit" not in request.args:
        return found, {}
    limit = min(natural_number("_limit", USUAL_LIMIT), LARGEST_LIMIT)
    page, last = natural_number("_page", 1), -(-len(found) // limit)
    return found[(page - 1) * limit : page * limit], {"Link": links(page, last)} if found else {}


def links(page, last):
    pages = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
    return ", ".join(f'<{address_of(at)}>; rel="{name}"' for name, at in pages.items() if 1 <= at <= last)


def address_of(page):
    """Return the address of another page of the same question: all that was asked, with another _page."""
    question = [(name, value) for name, value in request.args.items(multi=True) if name != "_page"]
    return f"{request.base_url}?{urlencode([*question, ('_page', page)])}"


def natural_number(name, usual):
    """Return a parameter as a number from 1 on."""
    text = request.args.get(name, str(usual))
    if not (text.isascii() and text.isdigit() and int(text[:30]) >= 1):
        refuse(400, f"{name} is a whole number from 1 on")
    return int(text[:30])


def is_text(value):
    return isinstance(value, str)


def is_number(value):
    # type, not isinstance: True is no number. Nor are NaN and Infinity, which Python's JSON reader takes.
    return type(value) is int or (type(value) is float and math.isfinite(value))


def refuse(status, reason):
    """End this request with an error as JSON."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
