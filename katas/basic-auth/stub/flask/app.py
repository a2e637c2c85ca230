"""Ask for a name and a password."""

import os

from flask import Flask, request

app = Flask(__name__)


@app.get("/basic-auth/<user>/<password>")
def guarded(user, password):
    sent = request.headers.get("Authorization")  # None when it is not there
    # TODO: take name and password out of the header and compare them with those of the path (R1), or ask for them (R2).
    return {"error": "not written yet"}, 501


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
