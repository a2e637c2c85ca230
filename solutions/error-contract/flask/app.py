"""Books, and one shape for everything that can go wrong with them."""

import os
import re
import uuid
from itertools import count

from flask import Flask, abort, g, jsonify, request
from werkzeug.exceptions import HTTPException

app = Flask(__name__)

books = {}
next_id = count()  # only ever counts up, so that no id comes twice


@app.post("/books")
def create_book():
    body = request.get_json()  # answers 415 and 400 by itself
    sent = body if isinstance(body, dict) else {}  # what is no object has none of the fields
    errors = [{"field": field, "code": code} for field, code in book_errors(sent)]
    if errors:
        return problem(422, "This is no book.", errors=errors)
    book = {"id": str(next(next_id)), "title": sent["title"], "pages": sent["pages"]}
    books[book["id"]] = book
    return book, 201


@app.get("/books/<book_id>")
def read_book(book_id):
    if book_id not in books:
        abort(404, "There is no such book.")
    return books[book_id]


@app.get("/boom")
def boom():
    raise RuntimeError("SELECT card FROM payments failed in /srv/shop/payments.py")


def book_errors(sent):
    if "title" not in sent:
        yield "title", "required"
    elif not isinstance(sent["title"], str):
        yield "title", "type"
    elif not sent["title"]:
        yield "title", "empty"
    if "pages" not in sent:
        yield "pages", "required"
    elif type(sent["pages"]) is not int:  # isinstance would let True pass
        yield "pages", "type"
    elif not 1 <= sent["pages"] <= 5000:
        yield "pages", "range"


# --- request ids ---


@app.before_request
def take_the_request_id():
    sent = request.headers.get("X-Request-Id", "")
    g.request_id = sent if re.fullmatch("[A-Za-z0-9-]{1,64}", sent) else uuid.uuid4().hex


@app.after_request
def say_the_request_id(response):
    response.headers["X-Request-Id"] = g.request_id
    return response


# --- errors: ours and the framework's here, all others below ---


@app.errorhandler(HTTPException)
def known_error(error):
    response = problem(error.code, error.description)
    # What belongs to an error beside its text, such as the Allow of a 405, but not the type of Flask's own page.
    response.headers.update({name: text for name, text in error.get_headers() if name != "Content-Type"})
    return response


@app.errorhandler(Exception)
def unexpected_error(error):
    app.logger.error("request %s failed", g.request_id, exc_info=error)  # everything, for us
    return problem(500, "Something went wrong on our side.")  # nothing, for everybody else


def problem(status, title, **more):
    response = jsonify(title=title, status=status, request_id=g.request_id, **more)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
