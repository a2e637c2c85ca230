"""A link preview: fetch a page that a stranger names, and nothing else."""

import os

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()
ALLOWED_ORIGIN = os.environ.get("ALLOWED_ORIGIN", "")  # the one host:port inside that may be fetched


@app.post("/preview")
def preview(sent: dict):
    # TODO: take the URL apart, decide whether it may be fetched, fetch it (http.client), answer with its title.
    return JSONResponse({"error": "not written yet"}, 501)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
