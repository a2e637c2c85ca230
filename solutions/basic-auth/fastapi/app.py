"""Ask for a name and a password."""

import base64
import os
import secrets
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Header, HTTPException

app = FastAPI()

CHALLENGE = {"WWW-Authenticate": 'Basic realm="kata", charset="UTF-8"'}


@app.get("/basic-auth/{user}/{password}")
def guarded(user: str, password: str, authorization: Annotated[str, Header()] = ""):
    given_user, given_password = credentials(authorization)
    # Both are compared, and in a time that does not depend on where the first difference is.
    if not (same(given_user, user) & same(given_password, password)):
        raise refusal()
    return {"authenticated": True, "user": user}


def credentials(header: str) -> tuple[str, str]:
    """Return the name and the password that this header holds, or ask for them."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        raise refusal()
    try:
        user, colon, password = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:  # no base64, or no UTF-8: both of their errors are this one
        raise refusal() from None
    if not colon:
        raise refusal()
    return user, password


def same(given: str, right: str) -> bool:
    return secrets.compare_digest(given.encode(), right.encode())


def refusal() -> HTTPException:
    return HTTPException(401, "name or password is wrong", CHALLENGE)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
