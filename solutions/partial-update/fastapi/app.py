"""Profiles that are replaced with PUT and changed in part with PATCH (JSON Merge Patch, RFC 7396)."""

import itertools
import json
import os
import threading
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Profile(BaseModel):
    """What clients may set. Fields that were not sent stay unset, which is something else than null."""

    model_config = ConfigDict(strict=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=100)]
    nickname: str = ""
    tags: list[str] = []
    settings: dict[str, Any] = {}


profiles: dict[int, dict[str, Any]] = {}  # a profile in here is never changed, only replaced by another
ids = itertools.count(1)
lock = threading.Lock()  # between reading a profile and replacing it nobody else may do so

app = FastAPI()


async def sent_object(request: Request) -> dict[str, Any]:
    """Return the body; a dependency, so that the routes below may be plain functions."""
    try:
        sent = json.loads(await request.body(), parse_constant=no_json)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise HTTPException(400, "the body is no JSON object")
    return sent


def no_json(text: str) -> None:
    """Refuse NaN and Infinity, which Python's reader takes although they are no JSON."""
    raise ValueError(f"{text} is no JSON")


Sent = Annotated[dict[str, Any], Depends(sent_object)]


@app.post("/profiles", status_code=201)
def make_profile(sent: Sent):
    profile, profile_id = valid(sent), next(ids)
    profiles[profile_id] = profile
    return {"id": profile_id, **profile}


@app.get("/profiles/{profile_id}")
def read_profile(profile_id: int):
    return {"id": profile_id, **find(profile_id)}


@app.put("/profiles/{profile_id}")
def replace_profile(profile_id: int, sent: Sent):
    find(profile_id)
    profile = valid(sent)
    with lock:
        profiles[profile_id] = profile
    return {"id": profile_id, **profile}


@app.patch("/profiles/{profile_id}")
def change_profile(profile_id: int, sent: Sent, request: Request):
    find(profile_id)
    media_type = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media_type not in ("application/merge-patch+json", "application/json"):
        raise HTTPException(415, "send application/merge-patch+json")
    with lock:
        # Merged first, then checked, then kept: until the last step nothing has changed.
        profiles[profile_id] = valid(merged(find(profile_id), sent))
        return {"id": profile_id, **profiles[profile_id]}


def find(profile_id: int) -> dict[str, Any]:
    if profile_id not in profiles:
        raise HTTPException(404, "there is no such profile")
    return profiles[profile_id]


def valid(sent: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a profile that were sent; ValidationError when it is none."""
    fields = {field: value for field, value in sent.items() if field != "id"}
    return Profile.model_validate(fields).model_dump(exclude_unset=True)


def merged(old: Any, patch: Any) -> Any:
    """Return what RFC 7396 makes of an old value and a patch; both stay as they are."""
    if not isinstance(patch, dict):
        return patch
    result = dict(old) if isinstance(old, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


@app.exception_handler(ValidationError)
def not_valid(request: Request, error: ValidationError) -> JSONResponse:
    fields = sorted({str(one["loc"][0]) for one in error.errors()})
    return JSONResponse({"error": "the profile would not be valid", "fields": fields}, 422)


@app.exception_handler(RequestValidationError)
def no_such_address(request: Request, error: RequestValidationError) -> JSONResponse:
    return JSONResponse({"error": "there is no such profile"}, 404)  # an id that is no number


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
