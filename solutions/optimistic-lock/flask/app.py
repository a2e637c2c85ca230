"""Documents that can only be changed by somebody who has read their newest version."""

import itertools
import os
import threading

from flask import Flask, abort, request

app = Flask(__name__)

documents = {}  # by id: (version, text)
ids = itertools.count()  # only ever counts up, so that no id comes twice
lock = threading.Lock()  # comparing and writing belong together


@app.post("/documents")
def make_document():
    text = text_from_body()
    document_id = next(ids)
    documents[document_id] = (1, text)
    return shown(document_id, text), 201, {"ETag": f'"{tag_of(1)}"'}


@app.get("/documents/<int:document_id>")
def read_document(document_id):
    version, text = find(document_id)
    headers = {"ETag": f'"{tag_of(version)}"'}
    if request.if_none_match.contains_weak(tag_of(version)):  # here W/ does no harm: nothing is overwritten
        return "", 304, headers
    return shown(document_id, text), headers


@app.put("/documents/<int:document_id>")
def write_document(document_id):
    text = text_from_body()
    with lock:
        version = version_to_change(document_id) + 1
        documents[document_id] = (version, text)
    return shown(document_id, text), {"ETag": f'"{tag_of(version)}"'}


@app.delete("/documents/<int:document_id>")
def delete_document(document_id):
    with lock:
        version_to_change(document_id)
        del documents[document_id]
    return "", 204


def version_to_change(document_id):
    """Return the newest version if the client has read it, or refuse."""
    version, _ = find(document_id)
    if "If-Match" not in request.headers:
        refuse(428, "say in If-Match which version you have read")
    if not request.if_match.contains(tag_of(version)):  # a strong comparison: tags with W/ never fit
        refuse(412, "this is not the newest version any more")
    return version


def tag_of(version):
    return f"v{version}"


def find(document_id):
    return documents.get(document_id) or refuse(404, "there is no such document")


def shown(document_id, text):
    return {"id": document_id, "text": text}


def text_from_body():
    sent = request.get_json()  # answers 415 and 400 by itself
    if not (isinstance(sent, dict) and isinstance(sent.get("text"), str)):
        refuse(422, "a document has a text")
    return sent["text"]


def refuse(status, reason):
    """End this request with an error as JSON."""
    response = app.json.response(error=reason)
    response.status_code = status
    abort(response)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
