"""One resource, /items/{id}: the right method and the right status code for everything."""

import os
from itertools import count
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.routing import Match

app = FastAPI()


class NewItem(BaseModel):
    name: str


class Item(NewItem):
    id: int


items: dict[int, Item] = {}
next_id = count(1)


def require_json(content_type: Annotated[str, Header()] = "") -> None:
    if media_type(content_type) != "application/json":
        raise HTTPException(415, "Send application/json.")


def require_room_for_json(accept: Annotated[str, Header()] = "*/*") -> None:
    offered = {media_type(part) for part in accept.split(",")}
    if offered.isdisjoint({"application/json", "application/*", "*/*"}):
        raise HTTPException(406, "This item exists as application/json only.")


def media_type(header: str) -> str:
    """Return `text/html` for `Text/HTML; charset=utf-8`."""
    return header.partition(";")[0].strip().lower()


def existing_item(item_id: int) -> Item:
    if item_id not in items:
        raise HTTPException(404, "There is no such item.")
    return items[item_id]


# Found before the handler runs, so a handler never sees an item that is not there.
ExistingItem = Annotated[Item, Depends(existing_item)]


@app.post("/items", status_code=201, dependencies=[Depends(require_json)])
def create_item(new: NewItem, response: Response) -> Item:
    item = Item(id=next(next_id), name=new.name)
    items[item.id] = item
    response.headers["Location"] = f"/items/{item.id}"
    return item


# FastAPI does not answer HEAD by itself; the server (uvicorn) leaves the body away.
@app.api_route("/items/{item_id}", methods=["GET", "HEAD"], dependencies=[Depends(require_room_for_json)])
def read_item(item: ExistingItem) -> Item:
    return item


@app.put("/items/{item_id}", dependencies=[Depends(require_json)])
def replace_item(item: ExistingItem, new: NewItem) -> Item:
    items[item.id] = Item(id=item.id, name=new.name)
    return items[item.id]


@app.delete("/items/{item_id}", status_code=204)
def delete_item(item: ExistingItem) -> None:
    del items[item.id]


@app.exception_handler(405)
def method_not_allowed(request: Request, error: HTTPException) -> JSONResponse:
    # By default `Allow` names only the methods of the first route with this path; we collect them all.
    routes = [route for route in app.routes if route.matches(request.scope)[0] is not Match.NONE]
    methods = sorted({method for route in routes for method in route.methods})
    return JSONResponse({"detail": error.detail}, status_code=405, headers={"Allow": ", ".join(methods)})


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
