"""A log of exercises: your server starts, but it knows nobody yet. Read README.md, then fill it in."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.post("/api/users")
def create_user():
    # TODO R1, R10: make a user; what was sent is a form (FastAPI calls its fields Form).
    raise HTTPException(501, "not written yet")


# TODO R1: GET /api/users.
# TODO R2, R3, R10: POST /api/users/{user_id}/exercises.
# TODO R4 to R9: GET /api/users/{user_id}/logs, with from, to and limit in the query.


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
