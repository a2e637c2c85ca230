"""A todo list that follows the TodoBackend contract."""

import os

from flask import Flask, request, url_for

app = Flask(__name__)

todos = {}  # the todos by id


@app.get("/")
def list_todos():
    # TODO: answer with a JSON list of all todos (R1).
    return {"error": "not written yet"}, 501


@app.post("/")
def create_todo():
    sent = request.get_json(silent=True)  # what the client sent, or None when it is not JSON
    # TODO: keep a new todo under an id of its own and answer with it (R2).
    #       Its address: url_for("read_todo", todo_id=..., _external=True)
    return {"error": "not written yet"}, 501


@app.get("/<todo_id>")
def read_todo(todo_id):
    # TODO: answer with the todo of that id (R3).
    return {"error": "not written yet"}, 501


# TODO: add PATCH /<todo_id>, DELETE /<todo_id> and DELETE / (R4 to R6).


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
