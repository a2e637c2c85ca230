"""Users and their exercises, each with a log of their own."""

import os
import re
import uuid
from datetime import UTC, date, datetime

from flask import Flask, abort, request

app = Flask(__name__)

users = {}  # _id -> {"username": ..., "exercises": [...]}


@app.post("/api/users")
def create_user():
    user_id = uuid.uuid4().hex
    users[user_id] = {"username": field("username"), "exercises": []}
    return shown(user_id)


@app.get("/api/users")
def list_users():
    return [shown(user_id) for user_id in list(users)]


@app.post("/api/users/<user_id>/exercises")
def add_exercise(user_id):
    exercises = find_user(user_id)["exercises"]
    exercise = {
        "description": field("description"),
        "duration": whole_number(field("duration")),
        "date": day_of(request.form.get("date")) or datetime.now(UTC).date(),
    }
    exercises.append(exercise)
    return shown(user_id) | in_words(exercise)


@app.get("/api/users/<user_id>/logs")
def read_log(user_id):
    exercises = list(find_user(user_id)["exercises"])
    first = day_of(request.args.get("from")) or date.min
    last = day_of(request.args.get("to")) or date.max
    # First which days, then how many; the limit must not count what was not asked for.
    log = [in_words(exercise) for exercise in exercises if first <= exercise["date"] <= last]
    return shown(user_id) | {"count": len(exercises), "log": log[: limit_of(request.args.get("limit"))]}


def find_user(user_id):
    if user_id not in users:
        abort(404, "There is no such user.")
    return users[user_id]


def shown(user_id):
    return {"_id": user_id, "username": users[user_id]["username"]}


def in_words(exercise):
    return exercise | {"date": f"{exercise['date']:%a %b %d %Y}"}


# --- everything that comes in is text; here it becomes what it should be, or is refused ---


def field(name):
    return request.form.get(name) or abort(400, f"{name} is missing.")


def whole_number(text):
    if not re.fullmatch("[0-9]{1,9}", text):
        abort(400, "duration and limit are whole numbers.")
    return int(text)


def day_of(text):
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        abort(400, "A date looks like 1990-01-01.")


def limit_of(text):
    return whole_number(text) if text else None


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
