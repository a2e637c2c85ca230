"""Profiles that are replaced with PUT and changed in part with PATCH (JSON Merge Patch, RFC 7396)."""

import itertools
import os
import threading

from flask import Flask, abort, request

app = Flask(__name__)

profiles = {}  # by id; a profile in here is never changed, only replaced by another
ids = itertools.count()  # only ever counts up, so that no id comes twice
lock = threading.Lock()  # between reading a profile and replacing it nobody else may do so


@app.post("/profiles")
def make_profile():
    profile = valid(object_from_body())
    profile_id = next(ids)
    profiles[profile_id] = profile
    return shown(profile_id), 201


@app.get("/profiles/<int:profile_id>")
def read_profile(profile_id):
    find(profile_id)
    return shown(profile_id)


@app.put("/profiles/<int:profile_id>")
def replace_profile(profile_id):
    find(profile_id)
    profile = valid(object_from_body())
    with lock:
        profiles[profile_id] = profile
    return shown(profile_id)


@app.patch("/profiles/<int:profile_id>")
def change_profile(profile_id):
    find(profile_id)
    if request.mimetype not in ("application/merge-patch+json", "application/json"):
        refuse(415, "send application/merge-patch+json")
    patch = object_from_body()
    with lock:
        # Merged first, then checked, then kept: until the last step nothing has changed.
        profiles[profile_id] = valid(merged(profiles[profile_id], patch))
    return shown(profile_id)


def merged(old, patch):
    """Return what RFC 7396 makes of an old value and a patch; both stay as they are."""
    if not isinstance(patch, dict):
        return patch
    result = dict(old) if isinstance(old, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


# --- What a profile may be ---

KINDS = {
    "name": lambda value: isinstance(value, str) and 1 <= len(value) <= 100,
    "nickname": lambda value: isinstance(value, str),
    "tags": lambda value: isinstance(value, list) and all(isinstance(tag, str) for tag in value),
    "settings": lambda value: isinstance(value, dict),
}


def valid(sent):
    """Return the profile in what was sent, without its id, or refuse it."""
    profile = {field: value for field, value in sent.items() if field != "id"}
    wrong = [field for field, value in profile.items() if field not in KINDS or not KINDS[field](value)]
    if "name" not in profile:
        wrong.append("name")
    if wrong:
        refuse(422, f"not valid: {', '.join(wrong)}")
    return profile


# --- HTTP ---


def find(profile_id):
    return profiles.get(profile_id) or refuse(404, "there is no such profile")


def shown(profile_id):
    return {"id": profile_id, **profiles[profile_id]}


def object_from_body():
    try:
        sent = request.get_json()  # answers 415 and 400 by itself
    except RecursionError:
        sent = None
    if not isinstance(sent, dict):
        refuse(400, "the body is no JSON object")
    return sent


def refuse(status, reason):
    """End this request with an error as JSON."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
