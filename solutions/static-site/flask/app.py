"""Serve the files of one folder, and nothing from beside it."""

import os
from pathlib import Path

from flask import Flask, abort, send_file

app = Flask(__name__)

PUBLIC = Path(os.environ["KATA_DATA"], "public").resolve()


@app.get("/", defaults={"path": ""})
@app.get("/<path:path>")
def serve(path):
    # send_file does the rest: the type, ETag and 304, ranges and 416, and HEAD.
    return send_file(public_file(path + "index.html" if path.endswith("/") or not path else path))


def public_file(path):
    """Return the file that a path leads to; what may not be seen is answered like what is not there."""
    return visible(path) or abort(404)


def visible(path):
    """Return the file that a path leads to in the end, or None when not everybody may see it."""
    try:
        file = (PUBLIC / path).resolve(strict=True)  # follows every .. and every link
    except (OSError, ValueError):  # there is no such file, or there can be none (a zero byte, a name too long)
        return None
    if not file.is_relative_to(PUBLIC) or not file.is_file():
        return None
    if any(part.startswith(".") for part in file.relative_to(PUBLIC).parts):
        return None
    return file


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
