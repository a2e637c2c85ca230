"""Say hello in JSON and in plain text."""

import os

from flask import Flask

app = Flask(__name__)


@app.get("/json")
def hello_json():
    # TODO: answer with the object that rule R1 of README.md asks for.
    return "not written yet", 501


# TODO: add the route for GET /plaintext (R3).


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
