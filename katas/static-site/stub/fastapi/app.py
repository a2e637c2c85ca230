"""Serve a folder of files: your server starts, but it serves nothing yet. Read README.md, then fill it in."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException

app = FastAPI(openapi_url=None)  # no /docs and /openapi.json: all paths are files here

PUBLIC = os.path.join(os.environ["KATA_DATA"], "public")


@app.get("/{path:path}")
def serve(path: str):
    # path is decoded already, and has no slash in front.
    # TODO R10 to R12: find out which file this path leads to, and whether everybody may see it.
    # TODO R1 to R4: send its bytes with the right type, or 404.
    # TODO R5 to R9: HEAD, 304 and ranges. Look at what FileResponse does.
    raise HTTPException(501, "not written yet")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
