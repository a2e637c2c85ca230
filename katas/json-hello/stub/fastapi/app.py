"""Say hello in JSON and in plain text."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/json")
def hello_json():
    # TODO: answer with the object that rule R1 of README.md asks for.
    raise HTTPException(501, "not written yet")


# TODO: add the route for GET /plaintext (R3).


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
