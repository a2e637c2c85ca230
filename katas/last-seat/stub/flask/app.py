"""The last seat: bookings that never sell a seat twice."""

import os

from flask import Flask, request

app = Flask(__name__)
DATA = os.environ.get("KATA_DATA", ".")  # your database goes into this folder
HOLD_SECONDS = int(os.environ.get("HOLD_SECONDS", "600"))  # so long is a booking held


@app.post("/events")
def open_event():
    # TODO: check name and seats, store the event, answer with 201.
    return {"error": "not written yet"}, 501


@app.get("/events/<int:event_id>")
def show_event(event_id):
    # TODO: the event, and how many of its seats are free now.
    return {"error": "not written yet"}, 501


@app.post("/bookings")
def book():
    # TODO: in one transaction: is there enough of everything? Then hold all of it.
    return {"error": "not written yet"}, 501


# TODO: GET and DELETE of /bookings/<id>, and POST /bookings/<id>/confirm


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
