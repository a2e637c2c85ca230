"""A todo list that follows the TodoBackend contract, kept in memory."""

import itertools
import json
import math
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LARGEST_BODY = 1_000_000

todos = {}  # the todos by id, oldest first
ids = itertools.count(1)  # only ever counts up, so that no id comes twice
lock = threading.Lock()  # every request has a thread of its own; they take turns here


class Refused(Exception):
    """This request ends here; the message is for the client."""

    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    timeout = 30  # seconds without a byte; then we give the client up

    def answer(self):
        try:
            self.route(self.read_body())
        except Refused as refused:
            self.send_json(refused.status, {"error": str(refused)})

    do_GET = do_POST = do_PATCH = do_DELETE = answer

    def route(self, body):
        """Look at method and path, and do what they ask for. The part of the path behind the slash is the id."""
        todo_id = self.path.partition("?")[0].removeprefix("/")
        match self.command, todo_id:
            case "GET", "":
                self.list_todos()
            case "POST", "":
                self.create_todo(checked_fields(body))
            case "DELETE", "":
                self.delete_all()
            case "GET", _:
                self.read_todo(todo_id)
            case "PATCH", _:
                self.change_todo(todo_id, checked_fields(body))
            case "DELETE", _:
                self.delete_todo(todo_id)
            case _:
                raise Refused(405, "that cannot be done here")

    # Under the lock we only look and change. Sending takes as long as the client likes, so it is outside.

    def list_todos(self):
        with lock:
            snapshot = list(todos.items())
        self.send_json(200, [self.shown(*one) for one in snapshot])

    def create_todo(self, fields):
        if "title" not in fields:
            raise Refused(422, "a todo needs a title")
        todo = {"completed": False, "order": None, **fields}
        with lock:
            todo_id = str(next(ids))
            todos[todo_id] = todo
        self.send_json(201, self.shown(todo_id, todo))

    def delete_all(self):
        with lock:
            todos.clear()
        self.send_nothing()

    def read_todo(self, todo_id):
        with lock:
            todo = found(todo_id)
        self.send_json(200, self.shown(todo_id, todo))

    def change_todo(self, todo_id, fields):
        with lock:
            # A new dictionary takes the place of the old one: whoever is just reading that one sees a whole todo.
            todo = todos[todo_id] = {**found(todo_id), **fields}
        self.send_json(200, self.shown(todo_id, todo))

    def delete_todo(self, todo_id):
        with lock:
            found(todo_id)
            del todos[todo_id]
        self.send_nothing()

    def shown(self, todo_id, todo):
        """Return a todo as clients see it, with the address at which they find it again."""
        host = self.headers.get("Host", f"127.0.0.1:{self.server.server_port}")
        return {**todo, "url": f"http://{host}/{todo_id}"}

    def read_body(self):
        """Return all of the body, which http.server leaves lying until somebody fetches it."""
        try:
            length = int(self.headers.get("Content-Length", 0))
        except ValueError:
            raise Refused(400, "Content-Length must be a number") from None
        if not 0 <= length <= LARGEST_BODY:
            raise Refused(413, "this body is too large")
        return self.rfile.read(length)

    def send_json(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_nothing(self):
        self.send_response(204)
        self.end_headers()


def found(todo_id):
    """Return a todo, or end this request with 404."""
    if todo_id not in todos:
        raise Refused(404, "there is no such todo")
    return todos[todo_id]


def checked_fields(body):
    """Return the fields that we know, every one checked, or refuse the request."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):  # broken, or nested too deep
        raise Refused(400, "the body must be JSON") from None
    if not isinstance(sent, dict):
        raise Refused(400, "the body must be a JSON object")
    fields = {name: sent[name] for name in FITS if name in sent}
    for name, value in fields.items():
        if not FITS[name](value):
            raise Refused(422, f"{name} is not of the right type")
    return fields


def is_order(value):
    # type() and not isinstance(): in Python True is an int. And JSON can spell numbers that end up as infinity.
    return value is None or type(value) is int or (type(value) is float and math.isfinite(value))


FITS = {
    "title": lambda value: isinstance(value, str),
    "completed": lambda value: isinstance(value, bool),
    "order": is_order,
}


class Server(ThreadingHTTPServer):
    """One thread answers one client."""

    request_queue_size = 128  # so many may wait at the door; the default of 5 turns a crowd away


if __name__ == "__main__":
    Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
