"""A todo list that follows the TodoBackend contract, kept in memory."""

import itertools
import os
from typing import Any

import uvicorn
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

app = FastAPI()

todos = {}  # the todos by id, oldest first
ids = itertools.count(1)  # only ever counts up, so that no id comes twice

# All routes are `async def` and never `await`: each runs to its end before the next begins, so no lock is needed.


class Changes(BaseModel):
    """What a client may change, all of it optional. Strict: 17 is not turned into "17"."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False)

    title: Any = ""
    completed: bool = False
    order: int | float | None = None


class NewTodo(Changes):
    """What a client sends for a new todo: here the title must be there."""

    title: Any


@app.get("/")
async def list_todos(request: Request):
    return [shown(request, todo_id) for todo_id in todos]


@app.post("/", status_code=201)
async def create_todo(new: NewTodo, request: Request):
    if not new.title:
        raise HTTPException(422, "a todo needs a title")
    todo_id = str(next(ids))
    todos[todo_id] = new.model_dump()
    return shown(request, todo_id)


@app.delete("/", status_code=204)
async def delete_all():
    todos.clear()


@app.get("/{todo_id}")
async def read_todo(todo_id: str, request: Request):
    return shown(request, todo_id)


@app.patch("/{todo_id}")
async def change_todo(todo_id: str, changes: Changes, request: Request):
    find(todo_id).update(changes.model_dump(exclude_unset=True))
    return shown(request, todo_id)


@app.delete("/{todo_id}", status_code=204)
async def delete_todo(todo_id: str):
    find(todo_id)
    del todos[todo_id]


def find(todo_id):
    """Return a todo, or end this request with 404."""
    if todo_id not in todos:
        raise HTTPException(404, "there is no such todo")
    return todos[todo_id]


def shown(request, todo_id):
    """Return a todo as clients see it, with the address at which they find it again."""
    return {**find(todo_id), "url": str(request.url_for("read_todo", todo_id=todo_id))}


@app.exception_handler(RequestValidationError)
async def refuse(request, error):
    # FastAPI's own answer repeats what was sent, which fails when that cannot be written as JSON (1e999).
    return JSONResponse({"error": "the body is not a todo", "fields": [list(e["loc"]) for e in error.errors()]}, 422)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
