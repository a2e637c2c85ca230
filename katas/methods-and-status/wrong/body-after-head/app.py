"""One resource, /items/{id}: the right method and the right status code for everything."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import urlsplit

items = {}
next_id = count(1)


class HttpError(Exception):
    def __init__(self, status, message, **headers):
        super().__init__(message)
        self.status = status
        self.headers = headers


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        try:
            self.route()
        except HttpError as error:
            self.send_json(error.status, {"error": str(error)}, error.headers)

    # One method for all: what the base class does not find (do_PATCH ...) it would answer with 501.
    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def route(self):
        """Look at the path first and at the method second: 404 and 405 are two different things."""
        match urlsplit(self.path).path.split("/"):
            case ["", "items"]:
                methods, arguments = {"POST": self.create_item}, []
            case ["", "items", item_id]:
                methods, arguments = {
                    "GET": self.read_item,
                    "HEAD": self.read_item,
                    "PUT": self.replace_item,
                    "DELETE": self.delete_item,
                }, [item_id]
            case _:
                raise HttpError(404, "There is nothing at this path.")
        if self.command not in methods:
            raise HttpError(405, "This path does not know that method.", Allow=", ".join(methods))
        methods[self.command](*arguments)

    def create_item(self):
        item = {"id": str(next(next_id)), "name": self.name_from_body()}
        items[item["id"]] = item
        self.send_json(201, item, {"Location": f"/items/{item['id']}"})

    def read_item(self, item_id):
        item = self.find_item(item_id)
        if not self.leaves_room_for_json():
            raise HttpError(406, "This item exists as application/json only.")
        self.send_json(200, item)

    def replace_item(self, item_id):
        self.find_item(item_id)
        items[item_id] = {"id": item_id, "name": self.name_from_body()}
        self.send_json(200, items[item_id])

    def delete_item(self, item_id):
        self.find_item(item_id)
        del items[item_id]
        self.send_response(204)
        self.end_headers()

    def find_item(self, item_id):
        if item_id not in items:
            raise HttpError(404, "There is no such item.")
        return items[item_id]

    def name_from_body(self):
        if media_type(self.headers.get("Content-Type", "")) != "application/json":
            raise HttpError(415, "Send application/json.")
        try:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        except ValueError:
            raise HttpError(400, "The body is not JSON.") from None
        if not isinstance(body, dict) or not isinstance(body.get("name"), str):
            raise HttpError(422, "Send a JSON object with a text called name.")
        return body["name"]

    def leaves_room_for_json(self):
        offered = {media_type(part) for part in self.headers.get("Accept", "*/*").split(",")}
        return not offered.isdisjoint({"application/json", "application/*", "*/*"})

    def send_json(self, status, value, headers=None):
        body = json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def media_type(header):
    """Return `text/html` for `Text/HTML; charset=utf-8`."""
    return header.partition(";")[0].strip().lower()


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
