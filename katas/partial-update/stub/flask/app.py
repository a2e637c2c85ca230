"""Change a part, or replace the whole: your server starts, but it has no profiles yet. Read README.md, then fill it in."""

import os

from flask import Flask, request

app = Flask(__name__)

profiles = {}


def merged(old, patch):
    # TODO: what a merge patch makes of an old value (R4 to R7). Try it by itself before you use it.
    return old


@app.post("/profiles")
def make_profile():
    sent = request.get_json(silent=True)  # what the client sent, or None when it is not JSON
    # TODO: check it (R8, R10), keep it under a new id, answer with the profile and status 201 (R1).
    return {"error": "not written yet"}, 501


# TODO: add GET, PUT and PATCH /profiles/<profile_id> (R2, R3, R4). request.mimetype is the kind of the body (R11);
#       request.get_json(force=True, silent=True) reads it as JSON, whatever kind it says it is.


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
