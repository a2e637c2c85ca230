import os

import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/json")
def hello_json():
    return {"message": "Hello, World!"}


@app.get("/plaintext")
def hello_plaintext():
    return "Hello, World!"


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
