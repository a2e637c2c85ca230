"""One shape for everything that goes wrong: your server starts, but it has no books yet. Read README.md, then fill it in."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.post("/books")
def create_book():
    # TODO R1, R4 to R6: keep the book; answer 201, or 415, 400 or 422.
    raise HTTPException(501, "not written yet")


@app.get("/books/{book_id}")
def read_book(book_id: str):
    # TODO R1, R2: answer 200 with the book, or 404.
    raise HTTPException(501, "not written yet")


@app.get("/boom")
def boom():  # leave this as it is
    raise RuntimeError("SELECT card FROM payments failed in /srv/shop/payments.py")


# TODO R2 to R8: one function for every error, also for those that FastAPI makes and those that nobody expected.
# TODO R9: a request id for every request, in every answer.
# TODO R10: the unexpected error and the request id go into the log.


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
