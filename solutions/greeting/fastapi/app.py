"""Greet people by name, and count the greetings."""

import itertools
import os

import uvicorn
from fastapi import FastAPI

app = FastAPI()

ids = itertools.count(1)  # shared by all requests


@app.get("/greeting")
async def greeting(name: str = "World") -> dict[str, int | str]:
    return {"id": next(ids), "content": f"Hello, {name}!"}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
