"""A todo list that follows the TodoBackend contract, kept in memory."""

import itertools
import os
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict

app = FastAPI()

todos = {}  # the todos by id, oldest first
ids = itertools.count(1)  # only ever counts up, so that no id comes twice

# All routes are `async def` and never `await`: each runs to its end before the next begins, so no lock is needed.


def writable(text):
    """Refuse half an emoji: JSON can spell it, and no answer could ever hold it."""
    text.encode()  # UnicodeEncodeError is a ValueError, and that is how pydantic is told
    return text


Title = Annotated[str, AfterValidator(writable)]


class Changes(BaseModel):
    """What a client may change, all of it optional. Strict: 17 is not turned into "17"."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False)

    title: Title = ""
    completed: bool = False
    order: int | float | None = None


class NewTodo(Changes):
    """What a client sends for a new todo: here the title must be there."""

    title: Title


@app.get("/")
async def list_todos(request: Request):
    return [shown(request, todo_id) for todo_id in todos]


@app.post("/", status_code=201)
async def create_todo(new: NewTodo, request: Request):
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
