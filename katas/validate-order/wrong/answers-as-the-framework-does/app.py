"""POST /orders: check everything, say everything that is wrong, store nothing."""

import os
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

LARGEST_BODY = 1_000_000


class StrictModel(BaseModel):
    # strict: "2" and true are not numbers. forbid: a field that is not declared is a mistake.
    model_config = ConfigDict(strict=True, extra="forbid")


class Item(StrictModel):
    sku: Annotated[str, Field(min_length=1, max_length=40)]
    quantity: Annotated[int, Field(ge=1, le=999)]


class Order(StrictModel):
    customer: Annotated[str, Field(min_length=1, max_length=100)]
    note: Annotated[str, Field(max_length=200)] = ""
    items: Annotated[list[Item], Field(min_length=1)]


app = FastAPI()


@app.post("/orders")
def place_order(order: Order) -> dict[str, bool]:
    return {"valid": True}


@app.middleware("http")
async def guard_the_body(request: Request, call_next):
    """Refuse what must not even be parsed: FastAPI itself looks at neither the size nor, strictly, the type."""
    if request.method == "POST":
        media_type = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            return problem(415, "Send application/json")
        size = request.headers.get("Content-Length", "")
        if not size.isdecimal():
            return problem(411, "Say the size of the body in Content-Length")
        if int(size) > LARGEST_BODY:
            return problem(413, f"An order has at most {LARGEST_BODY} bytes")
    return await call_next(request)


def problem(status: int, title: str, **more: object) -> JSONResponse:
    body = {"title": title, "status": status, **more}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
