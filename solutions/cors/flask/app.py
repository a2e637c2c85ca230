"""Messages, and a list of the origins whose pages may use them."""

import os
from itertools import count

from flask import Flask, abort, request

app = Flask(__name__)

ALLOWED_ORIGINS = set(os.environ["ALLOWED_ORIGINS"].split(","))

messages = {}
next_id = count()  # only ever counts up, so that no id comes twice


@app.after_request  # every answer comes by here: of the routes, errors, and preflights, which Flask answers itself
def let_listed_origins_in(response):
    response.vary.add("Origin")
    origin = request.headers.get("Origin")
    if origin in ALLOWED_ORIGINS:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
            response.headers["Access-Control-Allow-Headers"] = "Content-Type, X-Request-Id"
    return response


@app.get("/messages")
def list_messages():
    return list(messages.values())


@app.post("/messages")
def create_message():
    sent = request.get_json()
    if not isinstance(sent, dict) or not isinstance(sent.get("text"), str):
        abort(422, "Send a JSON object with a text.")
    message = {"id": next(next_id), "text": sent["text"]}
    messages[message["id"]] = message
    return message, 201


@app.delete("/messages/<int:message_id>")
def delete_message(message_id):
    if messages.pop(message_id, None) is None:
        abort(404, "There is no such message.")
    return "", 204


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
