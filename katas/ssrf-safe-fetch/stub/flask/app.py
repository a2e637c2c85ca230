"""A link preview: fetch a page that a stranger names, and nothing else."""

import os

from flask import Flask, request

app = Flask(__name__)
ALLOWED_ORIGIN = os.environ.get("ALLOWED_ORIGIN", "")  # the one host:port inside that may be fetched


@app.post("/preview")
def preview():
    # TODO: take the URL apart, decide whether it may be fetched, fetch it (http.client), answer with its title.
    return {"error": "not written yet"}, 501


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
