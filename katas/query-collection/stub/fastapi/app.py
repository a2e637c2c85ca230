"""Search, sort and leaf through a collection: your server starts, but it has no products yet. Read README.md, then fill it in."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException, Request

app = FastAPI()

products = []


@app.post("/products", status_code=201)
def make_product():
    # TODO: check what was sent (R13), keep it under a new id, and answer with the product (R1).
    raise HTTPException(501, "not written yet")


@app.get("/products")
def list_products(request: Request):
    # request.query_params.get("_sort") is one value of a parameter, or None; .getlist("price") is all of them.
    # TODO: filter (R3, R10), count (R7), sort (R4, R5), cut (R6, R9, R12), link (R8).
    raise HTTPException(501, "not written yet")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
