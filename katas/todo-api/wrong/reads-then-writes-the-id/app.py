"""A todo list that follows the TodoBackend contract, kept in memory."""

import math
import os
import threading
import time

from flask import Flask, abort, request, url_for

app = Flask(__name__)

todos = {}  # the todos by id, oldest first
next_id = 1
lock = threading.Lock()  # Flask answers every request in a thread of its own; they take turns here


@app.get("/")
def list_todos():
    with lock:
        snapshot = list(todos.items())
    return [shown(todo_id, todo) for todo_id, todo in snapshot]


@app.post("/")
def create_todo():
    global next_id
    fields = fields_of_request()
    if "title" not in fields:
        refuse(422, "a todo needs a title")
    todo = {"completed": False, "order": None, **fields}
    todo_id = str(next_id)
    check_spelling(todo)
    todos[todo_id] = todo
    next_id = int(todo_id) + 1
    return shown(todo_id, todo), 201


@app.delete("/")
def delete_all():
    with lock:
        todos.clear()
    return "", 204


@app.get("/<todo_id>")
def read_todo(todo_id):
    with lock:
        todo = found(todo_id)
    return shown(todo_id, todo)


@app.patch("/<todo_id>")
def change_todo(todo_id):
    fields = fields_of_request()
    with lock:
        todo = todos[todo_id] = {**found(todo_id), **fields}
    return shown(todo_id, todo)


@app.delete("/<todo_id>")
def delete_todo(todo_id):
    with lock:
        found(todo_id)
        del todos[todo_id]
    return "", 204


def check_spelling(todo):
    """Stand for work that takes a while, such as asking another server."""
    time.sleep(0.05)


def found(todo_id):
    """Return a todo, or end this request with 404."""
    if todo_id not in todos:
        refuse(404, "there is no such todo")
    return todos[todo_id]


def shown(todo_id, todo):
    """Return a todo as clients see it, with the address at which they find it again."""
    return {**todo, "url": url_for("read_todo", todo_id=todo_id, _external=True)}


def fields_of_request():
    """Return the fields that were sent, every one checked, or refuse the request."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        refuse(400, "the body must be a JSON object")
    fields = {name: sent[name] for name in FITS if name in sent}
    for name, value in fields.items():
        if not FITS[name](value):
            refuse(422, f"{name} is not of the right type")
    return fields


def is_number(value):
    # type() and not isinstance(): in Python True is an int. And JSON can spell numbers that end up as infinity.
    return type(value) is int or (type(value) is float and math.isfinite(value))


FITS = {
    "title": lambda value: isinstance(value, str),
    "completed": lambda value: isinstance(value, bool),
    "order": lambda value: value is None or is_number(value),
}


def refuse(status, reason):
    """End this request with an error as JSON."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
