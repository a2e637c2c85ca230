"""Two people, one document: your server starts, but it keeps no documents yet. Read README.md, then fill it in."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException, Response

app = FastAPI()

documents = {}


@app.post("/documents", status_code=201)
def make_document(response: Response):
    # TODO: check what was sent (R11), keep it, answer with the document and its ETag (R1): response.headers["ETag"] = ...
    raise HTTPException(501, "not written yet")


# TODO: add GET, PUT and DELETE /documents/{document_id} (R2 to R10). request.headers.get("If-Match") is the condition.


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
