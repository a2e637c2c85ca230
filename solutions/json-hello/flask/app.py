"""Say hello in JSON and in plain text."""

import os

from flask import Flask, Response

app = Flask(__name__)


@app.get("/json")
def hello_json():
    return {"message": "Hello, World!"}


@app.get("/plaintext")
def hello_plaintext():
    return Response("Hello, World!", mimetype="text/plain")


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
