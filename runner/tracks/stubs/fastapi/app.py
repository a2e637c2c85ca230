"""A server with FastAPI on uvicorn.

The flow of every request:

    client --request--> uvicorn --> FastAPI --finds the route, calls--> your function --response--> client
"""

import os

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()

# What must outlive a restart belongs into this folder.
DATA_FOLDER = os.environ.get("KATA_DATA", ".")

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


# TODO: write a function for each route, above not_yet, such as:
#
#     @app.get("/hello")
#     def hello(name: str = "World"):        # 1. FastAPI reads the request into the parameters
#         message = f"Hello, {name}!"        # 2. decide what to answer
#         return {"message": message}        # 3. return the response: a dict becomes JSON


# Everything that has no route of its own ends here. Take it away when your routes are there.
@app.api_route("/{path:path}", methods=METHODS)
def not_yet(path: str, request: Request):
    return JSONResponse({"error": f"{request.method} /{path} is not implemented yet"}, status_code=501)


if __name__ == "__main__":
    # The port is given by the environment, and it is another one in every run.
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
