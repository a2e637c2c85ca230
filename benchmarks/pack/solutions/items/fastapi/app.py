import os

import uvicorn
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

app = FastAPI()
items = {}


class NewItem(BaseModel):
    name: str = Field(min_length=1)
    kind: int | None = None


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/items", status_code=201)
def create(new: NewItem):
    item = {"id": len(items) + 1, "name": new.name, "kind": new.kind}
    items[item["id"]] = item
    return item


@app.get("/items")
def index():
    return list(items.values())


@app.get("/items/{number}")
def show(number: int):
    if number not in items:
        raise HTTPException(404)
    return items[number]


uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
