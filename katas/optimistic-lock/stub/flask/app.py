"""Two people, one document: your server starts, but it keeps no documents yet. Read README.md, then fill it in."""

import os

from flask import Flask, request

app = Flask(__name__)

documents = {}


@app.post("/documents")
def make_document():
    sent = request.get_json(silent=True)  # what the client sent, or None when it is not JSON
    # TODO: check it (R11), keep it, answer with the document, status 201 and its ETag (R1).
    #       A header is added like this: return document, 201, {"ETag": ...}
    return {"error": "not written yet"}, 501


# TODO: add GET, PUT and DELETE /documents/<document_id> (R2 to R10). request.headers.get("If-Match") is the condition.


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
