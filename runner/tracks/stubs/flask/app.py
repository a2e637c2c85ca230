"""A server with Flask.

The flow of every request:

    client --request--> Flask --finds the route, calls--> your function --response--> client
"""

import os

from flask import Flask, request

app = Flask(__name__)

# What must outlive a restart belongs into this folder.
DATA_FOLDER = os.environ.get("KATA_DATA", ".")

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


# TODO: write a function for each route, such as:
#
#     @app.get("/hello")
#     def hello():
#         name = request.args.get("name", "World")   # 1. read the request
#         message = f"Hello, {name}!"                # 2. decide what to answer
#         return {"message": message}, 200           # 3. return the response: a dict becomes JSON


# Everything that has no route of its own ends here. Take it away when your routes are there.
@app.route("/", methods=METHODS)
@app.route("/<path:path>", methods=METHODS)
def not_yet(path=""):
    return {"error": f"{request.method} /{path} is not implemented yet"}, 501


if __name__ == "__main__":
    # The port is given by the environment, and it is another one in every run.
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True, use_reloader=False)
