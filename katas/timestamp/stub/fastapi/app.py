"""What time is it? Your server starts, but it knows no date yet. Read README.md, then fill it in."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/api/{text}")
def at(text: str):
    # TODO R1: a date such as 2015-12-25 becomes {"unix": ..., "utc": ...}.
    # TODO R2 to R4: so do the other forms of the table.
    # TODO R7: what is no date is answered with {"error": "Invalid Date"}.
    raise HTTPException(501, "not written yet")


# TODO R6: GET /api is the current moment.


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
