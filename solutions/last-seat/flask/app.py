"""The last seat: what is free is never stored but calculated, in the transaction that takes it."""

import os
import sqlite3
import time
from collections import Counter
from contextlib import closing

from flask import Flask, abort, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
DATABASE = os.path.join(os.environ.get("KATA_DATA", "."), "seats.db")
HOLD_SECONDS = int(os.environ.get("HOLD_SECONDS", "600"))
MOST_SEATS = 100_000

SCHEMA = """
CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, seats INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS bookings (
    id INTEGER PRIMARY KEY AUTOINCREMENT, ends REAL);  -- until when it is held; NULL: confirmed, so it never ends
CREATE TABLE IF NOT EXISTS items (
    booking_id INTEGER NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
    event_id INTEGER NOT NULL REFERENCES events (id), quantity INTEGER NOT NULL CHECK (quantity > 0));
CREATE INDEX IF NOT EXISTS items_by_event ON items (event_id);
"""

EVENT = """
SELECT id, name, seats, seats - (
    SELECT coalesce(sum(quantity), 0) FROM items JOIN bookings ON bookings.id = booking_id
    WHERE event_id = events.id AND (ends IS NULL OR ends > ?)) AS free
FROM events WHERE id = ?
"""
LIVE = "id = ? AND (ends IS NULL OR ends > ?)"  # a booking that was neither cancelled nor left alone for too long


def database():
    """Open the database; outside of BEGIN and COMMIT every statement is committed when it returns."""
    connection = sqlite3.connect(DATABASE, timeout=30, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")  # so that a booking takes its items with it
    return closing(connection)


with database() as first:
    first.executescript(SCHEMA)


@app.post("/events")
def open_event():
    """Open an event."""
    name, seats = body().get("name"), body().get("seats")
    if not isinstance(name, str) or type(seats) is not int or not 1 <= seats <= MOST_SEATS:
        refuse(422, f"an event needs a name and 1 to {MOST_SEATS} seats")
    with database() as db:
        made = db.execute("INSERT INTO events (name, seats) VALUES (?, ?)", (name, seats))
    return {"id": made.lastrowid, "name": name, "seats": seats, "free": seats}, 201


@app.get("/events/<int:event_id>")
def show_event(event_id):
    """Show an event and what is free now."""
    with database() as db:
        return dict(event_named(db, event_id))


@app.post("/bookings")
def book():
    """Hold all seats of a basket, or none. From BEGIN to COMMIT nobody else writes, so what is free stays free."""
    wanted = basket()
    with database() as db:
        db.execute("BEGIN IMMEDIATE")
        for event_id, quantity in wanted.items():
            if event_named(db, event_id)["free"] < quantity:
                refuse(409, "there are not enough seats")
        made = db.execute("INSERT INTO bookings (ends) VALUES (?)", (time.time() + HOLD_SECONDS,)).lastrowid
        db.executemany("INSERT INTO items VALUES (?, ?, ?)", [(made, *item) for item in wanted.items()])
        db.execute("COMMIT")
    return {"id": made, "status": "held"}, 201


@app.get("/bookings/<int:booking_id>")
def show_booking(booking_id):
    """Show a booking that is still good."""
    return one_booking(f"SELECT id, ends FROM bookings WHERE {LIVE}", booking_id)


@app.post("/bookings/<int:booking_id>/confirm")
def confirm(booking_id):
    """Make a booking final, if it is still good at this very moment."""
    return one_booking(f"UPDATE bookings SET ends = NULL WHERE {LIVE} RETURNING id, ends", booking_id)


@app.delete("/bookings/<int:booking_id>")
def cancel(booking_id):
    """Cancel a booking. Of many who try at the same time, one finds it."""
    one_booking(f"DELETE FROM bookings WHERE {LIVE} RETURNING id, ends", booking_id)
    return "", 204


def one_booking(statement, booking_id):
    """Run a statement about a booking that is still good and return it, or end the request with 404."""
    with database() as db:
        found = db.execute(statement, (booking_id, time.time())).fetchall()
    if not found:
        refuse(404, "no such booking")
    return {"id": booking_id, "status": "confirmed" if found[0]["ends"] is None else "held"}


def event_named(db, event_id):
    """Return an event and what is free now, or end the request with 404."""
    event = db.execute(EVENT, (time.time(), event_id)).fetchone()
    if event is None:
        refuse(404, "no such event")
    return event


def basket():
    """Return how many seats of which event are wanted. What stands there twice counts twice."""
    items = body().get("items")
    if not isinstance(items, list) or not items:
        refuse(422, "items must be a list that is not empty")
    wanted = Counter()
    for item in items:
        event_id, quantity = (item.get("event"), item.get("quantity")) if isinstance(item, dict) else (None, None)
        if type(event_id) is not int or type(quantity) is not int or not 1 <= quantity <= MOST_SEATS:
            refuse(422, f"an item needs the id of an event and a quantity from 1 to {MOST_SEATS}")
        wanted[event_id] += quantity
    return wanted


def body():
    """Return the JSON object of the request."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        refuse(422, "the body must be a JSON object")
    return sent


@app.errorhandler(OverflowError)
def no_such_number(error):
    """Answer an id that is larger than any number of the database."""
    return {"error": "there is no such id"}, 404


def refuse(status, reason):
    """End this request with an error."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
