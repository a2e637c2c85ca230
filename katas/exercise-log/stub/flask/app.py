"""A log of exercises: your server starts, but it knows nobody yet. Read README.md, then fill it in."""

import os

from flask import Flask

app = Flask(__name__)


@app.post("/api/users")
def create_user():
    # TODO R1, R10: make a user; what was sent is in request.form.
    return {"error": "not written yet"}, 501


# TODO R1: GET /api/users.
# TODO R2, R3, R10: POST /api/users/<user_id>/exercises.
# TODO R4 to R9: GET /api/users/<user_id>/logs, with from, to and limit in request.args.


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
