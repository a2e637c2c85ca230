"""A mirror for requests: it answers with what it was sent, and with what it was asked to answer."""

import json
import os
import re
from urllib.parse import parse_qsl

import uvicorn
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse

app = FastAPI()

HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
HEADER_VALUE = re.compile(r"[ -~]*")  # what can be seen in ASCII, and so no line end


@app.api_route("/anything", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
async def anything(request: Request):
    body = (await request.body()).decode(errors="replace")
    shown = {
        "method": request.method,
        "args": grouped(request.query_params.multi_items()),
        "headers": grouped(request.headers.items()),
        "form": {},
        "json": None,
        "data": body,
    }
    match request.headers.get("Content-Type", "").partition(";")[0].strip().lower():
        case "application/json":
            shown["json"] = json_or_none(body)
        case "application/x-www-form-urlencoded":
            shown |= {"form": grouped(parse_qsl(body, keep_blank_values=True)), "data": ""}
    return shown


@app.get("/headers")
async def headers(request: Request):
    return {"headers": grouped(request.headers.items())}


@app.get("/status/{code}")
async def status(code: str):
    if not re.fullmatch("[2-5][0-9][0-9]", code):
        raise HTTPException(400, "This is no status.")
    return Response(status_code=int(code))


@app.get("/redirect-to")
async def redirect_to(url: str = "", status_code: str = "302"):
    if status_code not in {"301", "302", "303", "307", "308"}:
        raise HTTPException(400, "This is no redirect.")
    if not HEADER_VALUE.fullmatch(url):
        raise HTTPException(400, "This cannot stand in a header.")
    return Response(status_code=int(status_code), headers={"Location": url})


@app.get("/response-headers")
async def response_headers(request: Request):
    pairs = request.query_params.multi_items()
    response = JSONResponse(grouped(pairs))
    for name, value in pairs:
        if not HEADER_NAME.fullmatch(name) or not HEADER_VALUE.fullmatch(value):
            raise HTTPException(400, "This cannot stand in a header.")
        response.headers.append(name, value)
    return response


def grouped(pairs):
    """Collect the values of each name: a text where there is one, a list where there are several."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def json_or_none(text: str):
    try:
        return json.loads(text)
    except ValueError:
        return None


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
