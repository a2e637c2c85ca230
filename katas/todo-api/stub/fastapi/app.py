"""A todo list that follows the TodoBackend contract."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException, Request

app = FastAPI()

todos = {}  # the todos by id


@app.get("/")
async def list_todos(request: Request):
    # TODO: answer with a JSON list of all todos (R1).
    raise HTTPException(501, "not written yet")


@app.post("/")
async def create_todo(request: Request):
    # TODO: read what the client sent, keep a new todo under an id of its own and answer with it (R2).
    #       Its address: str(request.url_for("read_todo", todo_id=...))
    raise HTTPException(501, "not written yet")


@app.get("/{todo_id}")
async def read_todo(todo_id: str, request: Request):
    # TODO: answer with the todo of that id (R3).
    raise HTTPException(501, "not written yet")


# TODO: add PATCH /{todo_id}, DELETE /{todo_id} and DELETE / (R4 to R6).


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
