"""Whose pages may ask? Your server keeps messages, but it lets no page in yet. Read README.md, then fill it in."""

import os
from itertools import count

from flask import Flask, abort, request

app = Flask(__name__)

ALLOWED_ORIGINS = os.environ["ALLOWED_ORIGINS"]  # one text, with commas

messages = {}
next_id = count(1)


# TODO R2 to R5: add the headers to every answer; Flask calls a function with @app.after_request before it sends one.
# TODO R6: compare whole origins with those in ALLOWED_ORIGINS.
# TODO R7, R8: a preflight is an OPTIONS request, which Flask answers by itself, but without the headers.


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
