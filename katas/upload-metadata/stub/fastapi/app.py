"""What did you upload? Your server starts, but it looks at no file yet. Read README.md, then fill it in."""

import os

import uvicorn
from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.post("/api/fileanalyse")
def analyse():
    # TODO R1 to R3: find the file in the field upfile (FastAPI calls it an UploadFile); answer with its name, type and size.
    # TODO R4 to R6: take care of the name.
    # TODO R7: no file is a 4xx.
    # TODO R8: a body that is too large is a 413.
    raise HTTPException(501, "not written yet")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
