"""Books, and one shape for everything that can go wrong with them."""

import logging
import os
import re
import uuid
from itertools import count
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException as AnyHTTPException

log = logging.getLogger("uvicorn.error")
app = FastAPI()

# What pydantic calls a mistake -> what our API calls it. Whatever is not listed is a wrong type.
CODES = {
    "missing": "required",
    "string_too_short": "empty",
    "greater_than_equal": "range",
    "less_than_equal": "range",
}


class NewBook(BaseModel):
    model_config = ConfigDict(strict=True)  # "304" and true are no numbers

    title: Annotated[str, Field(min_length=1)]
    pages: Annotated[int, Field(ge=1, le=5000)]


class Book(NewBook):
    id: str


books: dict[str, Book] = {}
next_id = count(1)


def require_json(content_type: Annotated[str, Header()] = "") -> None:
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "Send application/json.")


@app.post("/books", status_code=201, dependencies=[Depends(require_json)])
async def create_book(new: NewBook) -> Book:
    book = Book(id=str(next(next_id)), title=new.title, pages=new.pages)
    books[book.id] = book
    return book


@app.get("/books/{book_id}")
async def read_book(book_id: str) -> Book:
    if book_id not in books:
        raise HTTPException(404, "There is no such book.")
    return books[book_id]


@app.get("/boom")
async def boom():
    raise RuntimeError("SELECT card FROM payments failed in /srv/shop/payments.py")


@app.middleware("http")
async def watch_every_request(request: Request, call_next):
    """Give every request its id, and every error that nobody expected the one shape."""
    sent = request.headers.get("X-Request-Id", "")
    request.state.request_id = sent if re.fullmatch("[A-Za-z0-9-]{1,64}", sent) else uuid.uuid4().hex
    try:
        response = await call_next(request)
    except Exception:
        log.exception("request %s failed", request.state.request_id)  # everything, for us
        response = problem(request, 500, "Something went wrong on our side.")  # nothing, for everybody else
    response.headers["X-Request-Id"] = request.state.request_id
    return response


@app.exception_handler(AnyHTTPException)
async def known_error(request: Request, error: AnyHTTPException) -> JSONResponse:
    response = problem(request, error.status_code, str(error.detail))
    response.headers.update(error.headers or {})  # such as the Allow of a 405
    return response


@app.exception_handler(RequestValidationError)
async def invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
    found = error.errors()
    if any(one["type"] == "json_invalid" or one["loc"] == ("body",) for one in found):
        return problem(request, 400, "The body is not a JSON object.")
    errors = [{"field": one["loc"][-1], "code": CODES.get(one["type"], "type")} for one in found]
    return problem(request, 422, "This is no book.", errors=errors)


def problem(request: Request, status: int, title: str, **more: object) -> JSONResponse:
    body = {"title": title, "status": status, "request_id": request.state.request_id, **more}
    return JSONResponse(body, status, media_type="application/problem+json")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
