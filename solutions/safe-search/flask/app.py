"""A search in which what was typed is a value, and never a part of the query."""

import os
import re
import sqlite3
from contextlib import closing, contextmanager

from flask import Flask, abort, request

app = Flask(__name__)

DATABASE = os.path.join(os.environ["KATA_DATA"], "books.db")
LARGEST_ID = 2**63 - 1  # of SQLite
TEXT = re.compile(r"[^\0\ud800-\udfff]+")  # what UTF-8 can hold (half an emoji it can't), and no NUL

# The only texts that ever stand in an ORDER BY. What the client sends chooses one of them.
COLUMNS = {"id": "id", "title": "title", "author": "author"}
DIRECTIONS = {"asc": "ASC", "desc": "DESC"}


@contextmanager
def database():
    """Open the database for a while; what was changed is committed at the end, or undone if there was an error."""
    with closing(sqlite3.connect(DATABASE, timeout=30)) as connection, connection:
        connection.row_factory = sqlite3.Row
        yield connection


@app.post("/books")
def keep_book():
    sent = request.get_json()
    book = {field: text_of(sent, field) for field in ("title", "author")}
    with database() as db:
        insert = "INSERT INTO books (title, author, hidden) VALUES (:title, :author, :hidden)"
        book_id = db.execute(insert, {**book, "hidden": sent.get("hidden") is True}).lastrowid
    return {"id": book_id, **book}, 201


@app.get("/search")
def search():
    column = COLUMNS.get(request.args.get("sort", "id")) or abort(400, "sort is id, title or author")
    direction = DIRECTIONS.get(request.args.get("order", "asc")) or abort(400, "order is asc or desc")
    # instr simply looks for a text in a text: it knows no % and no _, as LIKE does.
    return visible_books(f"instr(title, :text) ORDER BY {column} {direction}", {"text": request.args.get("q", "")})


@app.get(f"/books/<int(max={LARGEST_ID}):book_id>/same-author")
def same_author(book_id):
    # One query, so the stored author never passes through our hands at all.
    return visible_books("author = (SELECT author FROM books WHERE id = :id) ORDER BY id", {"id": book_id})


def visible_books(condition, values):
    """Return the books that fit; `condition` is ours, `values` come from outside."""
    query = f"SELECT id, title, author FROM books WHERE NOT hidden AND {condition}"
    with database() as db:
        return [dict(row) for row in db.execute(query, values)]


def text_of(sent, field):
    """Return this field of a book, or refuse the book."""
    value = sent.get(field) if isinstance(sent, dict) else None
    return value if isinstance(value, str) and TEXT.fullmatch(value) else abort(422, f"a book has a text as {field}")


if __name__ == "__main__":
    with database() as db:
        db.execute("PRAGMA journal_mode = WAL")  # readers and the one writer do not wait for each other
        db.execute(
            "CREATE TABLE IF NOT EXISTS books"
            " (id INTEGER PRIMARY KEY, title TEXT NOT NULL, author TEXT NOT NULL, hidden INTEGER NOT NULL)"
        )
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
